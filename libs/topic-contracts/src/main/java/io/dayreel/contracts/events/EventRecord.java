package io.dayreel.contracts.events;

import io.dayreel.protocol.stream.StreamId;

/**
 * An event frame, published when ingest accepted it. Repeats are normal; (stream, run, counter) identifies it.
 *
 * @param timeMicros capture time, µs since 1970-01-01
 * @param receivedMillis receive time, ms since 1970-01-01
 * @param body the event as the device sent it, JSON text
 */
public record EventRecord(
        StreamId stream, int run, long counter, long timeMicros, long receivedMillis, int track, String body) {}
