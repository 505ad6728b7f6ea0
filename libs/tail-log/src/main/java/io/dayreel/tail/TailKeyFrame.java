package io.dayreel.tail;

/**
 * A frame from which a video track can be decoded.
 *
 * @param configuration number of the configuration that it needs
 */
public record TailKeyFrame(int track, long counter, long timeMicros, int configuration) {}
