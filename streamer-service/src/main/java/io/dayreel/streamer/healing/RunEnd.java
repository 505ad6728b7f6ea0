package io.dayreel.streamer.healing;

/** The highest counter of a run that is held, −1 for none, and the newest capture time with it, µs. */
record RunEnd(long counter, long timeMicros) {
    static final RunEnd NONE = new RunEnd(-1, Long.MIN_VALUE);

    RunEnd later(RunEnd other) {
        return new RunEnd(Math.max(counter, other.counter), Math.max(timeMicros, other.timeMicros));
    }
}
