package io.dayreel.writer.spool;

import java.nio.ByteBuffer;

/**
 * A record of {@code frames} as it was consumed.
 *
 * @param offset in its partition
 * @param receivedMillis the record's timestamp: when ingest received it, ms since 1970-01-01 UTC
 * @param key the stream, {@code tenant/device/day}; empty if the record has none
 * @param message one or more frames back to back, from index 0 to its limit; not copied, must not change while the record
 *     is accepted, and is not kept
 */
public record FrameRecord(long offset, long receivedMillis, String key, ByteBuffer message) {}
