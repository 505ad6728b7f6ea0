package io.dayreel.streamer.timeline;

import java.util.OptionalLong;

/**
 * What tail and archive hold of one run, taken together; times in µs. Sorts as runs are played.
 *
 * @param endMicros time of the frame that ends the run, if that is there
 */
public record TimelineRun(
        int run, long firstTimeMicros, long lastTimeMicros, long firstCounter, long lastCounter, OptionalLong endMicros)
        implements Comparable<TimelineRun> {

    /** A run whose end is not there. */
    TimelineRun(int run, long firstTimeMicros, long lastTimeMicros, long firstCounter, long lastCounter) {
        this(run, firstTimeMicros, lastTimeMicros, firstCounter, lastCounter, OptionalLong.empty());
    }

    TimelineRun merge(TimelineRun other) {
        return new TimelineRun(
                run,
                Math.min(firstTimeMicros, other.firstTimeMicros),
                Math.max(lastTimeMicros, other.lastTimeMicros),
                Math.min(firstCounter, other.firstCounter),
                Math.max(lastCounter, other.lastCounter),
                endMicros.isPresent() ? endMicros : other.endMicros);
    }

    /** By first capture time, then by number. */
    @Override
    public int compareTo(TimelineRun other) {
        int byTime = Long.compare(firstTimeMicros, other.firstTimeMicros);
        return byTime != 0 ? byTime : Integer.compare(run, other.run);
    }
}
