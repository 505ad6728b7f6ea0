package io.dayreel.streamer.archive;

/** Frames of one run that a segment holds without a hole and that are the visible copies. */
public record ArchivedSpan(ArchivedSegment segment, int run, long first, long last) {
    public ArchivedSpan upTo(long newLast) {
        return newLast >= last ? this : new ArchivedSpan(segment, run, first, newLast);
    }
}
