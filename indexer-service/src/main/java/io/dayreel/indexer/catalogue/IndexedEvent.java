package io.dayreel.indexer.catalogue;

/**
 * An event in the index.
 *
 * @param timeMicros capture time, µs since 1970-01-01
 * @param body the event as the device sent it, JSON text
 * @param archived whether an announced segment holds it
 */
public record IndexedEvent(int run, long counter, long timeMicros, int track, String body, boolean archived) {}
