package io.dayreel.protocol.segment;

/**
 * A frame from which a video track can be decoded.
 *
 * @param track 0–255
 * @param counter within its run
 * @param timeMicros decode time, µs since 1970-01-01 UTC
 * @param offset of its message within the segment object
 */
public record KeyFrame(int track, long counter, long timeMicros, long offset) {}
