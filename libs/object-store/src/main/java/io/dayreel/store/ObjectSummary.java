package io.dayreel.store;

import java.time.Instant;

/**
 * An object without its bytes.
 *
 * @param size bytes
 * @param etag changes whenever the object is replaced; opaque, without quotes
 * @param lastModified by the store's clock; S3 gives whole seconds
 */
public record ObjectSummary(String key, long size, String etag, Instant lastModified) {
    public ObjectSummary {
        ObjectKeys.requireKey(key);
        if (size < 0 || etag.isEmpty() || lastModified == null) {
            throw new IllegalArgumentException("summary of " + key + ": size " + size + ", etag '" + etag + "'");
        }
    }
}
