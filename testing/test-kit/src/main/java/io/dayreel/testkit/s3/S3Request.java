package io.dayreel.testkit.s3;

/**
 * A request as it arrived.
 *
 * @param target path and query, undecoded
 * @param contentLength bytes of the body, 0 without one
 */
public record S3Request(String method, String target, long contentLength) {
    @Override
    public String toString() {
        return method + " " + target + " (" + contentLength + ")";
    }
}
