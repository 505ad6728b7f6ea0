package io.dayreel.streamer.timeline;

import java.util.Map;

/**
 * Where a seek comes down.
 *
 * @param position first frame to look at
 * @param runFirstTimeMicros when that run began, which says what follows it
 * @param videoFrom first counter to deliver on each video track of that run: the key frame where it can be decoded
 * @param dropBeforeMicros frames with an earlier capture time are not delivered until the first that has it;
 *     {@link Long#MIN_VALUE} to deliver all
 * @param askedMicros the capture time from which on the viewer wants to see; {@link Long#MIN_VALUE} for the first frame
 * @param live whether this is the live end
 */
public record Landing(
        TimelinePosition position,
        long runFirstTimeMicros,
        Map<Integer, Long> videoFrom,
        long dropBeforeMicros,
        long askedMicros,
        boolean live) {
    public Landing {
        videoFrom = Map.copyOf(videoFrom);
    }

    /** At exactly one place, every frame from there on. */
    public static Landing at(TimelinePosition position, long runFirstTimeMicros, boolean live) {
        return new Landing(position, runFirstTimeMicros, Map.of(), Long.MIN_VALUE, Long.MIN_VALUE, live);
    }
}
