package io.dayreel.streamer.healing;

import io.dayreel.protocol.stream.StreamId;

/** A run of a stream. */
record RunOfStream(StreamId stream, int run) {}
