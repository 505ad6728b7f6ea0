package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;

/** Where playing goes on: at the first frame of the run at or after the counter, or behind it. */
public record TimelinePosition(Day day, int run, long counter) {}
