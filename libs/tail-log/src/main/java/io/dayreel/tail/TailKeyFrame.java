package io.dayreel.tail;

/** A frame from which a video track can be decoded. */
public record TailKeyFrame(int track, long counter, long timeMicros) {}
