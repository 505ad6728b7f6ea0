package io.dayreel.systemtests.checker;

/** A frame of a device: its day since 1970, its run and its counter. */
public record FrameKey(int day, int run, long counter) {
    @Override
    public String toString() {
        return day + "/" + run + "/" + counter;
    }
}
