package io.dayreel.streamer.rendition;

/**
 * A frame at which a segment may begin.
 *
 * @param counter within its run
 * @param timeMicros decode time, µs since 1970-01-01
 */
public record DecodePoint(long counter, long timeMicros) {}
