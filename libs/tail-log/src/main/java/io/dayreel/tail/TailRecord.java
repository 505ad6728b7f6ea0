package io.dayreel.tail;

import io.dayreel.protocol.stream.StreamId;

/**
 * A record of {@code frames}.
 *
 * @param offset its Kafka offset
 * @param receivedMillis its timestamp: when ingest received it
 * @param message whole frames of one run of the stream; kept, so it must not change afterwards
 */
public record TailRecord(StreamId stream, long offset, long receivedMillis, byte[] message) {}
