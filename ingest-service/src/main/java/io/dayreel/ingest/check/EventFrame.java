package io.dayreel.ingest.check;

/**
 * An event found in a message, kept until Kafka confirmed its frame.
 *
 * @param timeMicros capture time, µs since 1970-01-01
 * @param body JSON text; {@code {}} where the body is encrypted, not JSON or too large for the topic
 */
public record EventFrame(long counter, long timeMicros, int track, String body) {}
