package io.dayreel.streamer.timeline;

/** What tail and archive hold of one run, taken together; times in µs. Sorts as runs are played. */
public record TimelineRun(int run, long firstTimeMicros, long lastTimeMicros, long firstCounter, long lastCounter)
        implements Comparable<TimelineRun> {

    TimelineRun merge(TimelineRun other) {
        return new TimelineRun(
                run,
                Math.min(firstTimeMicros, other.firstTimeMicros),
                Math.max(lastTimeMicros, other.lastTimeMicros),
                Math.min(firstCounter, other.firstCounter),
                Math.max(lastCounter, other.lastCounter));
    }

    /** By first capture time, then by number. */
    @Override
    public int compareTo(TimelineRun other) {
        int byTime = Long.compare(firstTimeMicros, other.firstTimeMicros);
        return byTime != 0 ? byTime : Integer.compare(run, other.run);
    }
}
