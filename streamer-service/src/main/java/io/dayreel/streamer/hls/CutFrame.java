package io.dayreel.streamer.hls;

import io.dayreel.protocol.stream.Day;

/**
 * What cutting needs to know of a frame.
 *
 * @param timeMicros decode time, µs since 1970-01-01
 * @param durationMicros hint, 0 if unknown
 * @param sync whether decoding can start at it
 * @param configuration number
 */
record CutFrame(Day day, int run, long counter, long timeMicros, long durationMicros, boolean sync, int configuration) {

    boolean isOfRun(Day otherDay, int otherRun) {
        return run == otherRun && day.equals(otherDay);
    }

    boolean continues(CutFrame before) {
        return isOfRun(before.day, before.run)
                && configuration == before.configuration
                && timeMicros - before.timeMicros <= PastCuts.PAUSE_MICROS;
    }
}
