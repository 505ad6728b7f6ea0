package io.dayreel.streamer.playback;

import io.dayreel.protocol.stream.CaptureTime;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where a viewer wants to begin. */
public sealed interface StartPoint {
    /** The live end. */
    record Live() implements StartPoint {}

    /** The oldest frame kept. */
    record Start() implements StartPoint {}

    /** @param micros capture time, µs since 1970-01-01 */
    record AtTime(long micros) implements StartPoint {}

    /** Exactly this frame. */
    record AtFrame(TimelinePosition position) implements StartPoint {}

    /** @throws IllegalArgumentException with a message for the caller */
    static StartPoint parse(String text) {
        if (text == null || text.isEmpty() || text.equals("live")) {
            return new Live();
        }
        if (text.equals("start")) {
            return new Start();
        }
        if (text.indexOf('/') >= 0) {
            return new AtFrame(frame(text));
        }
        try {
            return new AtTime(micros(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a place is live, start, a time or day/run/counter; " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException with a message for the caller unless the text is a {@link CaptureTime}; µs */
    static long micros(String text) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, CaptureTime.parse(text));
    }

    private static TimelinePosition frame(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length != 3) {
                throw new IllegalArgumentException("a frame is named day/run/counter, not '" + text + "'");
            }
            int run = Integer.parseInt(parts[1]);
            long counter = Long.parseLong(parts[2]);
            if (run < 0 || run > 0xFFFF || counter < 0 || counter > 0xFFFF_FFFFL) {
                throw new IllegalArgumentException("run must be 0–65535 and counter 0–4294967295 in '" + text + "'");
            }
            return new TimelinePosition(Day.parse(parts[0]), run, counter);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("run and counter must be numbers in '" + text + "'", e);
        }
    }
}
