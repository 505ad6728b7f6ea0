package io.dayreel.tail;

import io.dayreel.protocol.stream.StreamId;

/** A stretch and the stream that it belongs to. */
public record StreamStretch(StreamId stream, TailStretch stretch) {}
