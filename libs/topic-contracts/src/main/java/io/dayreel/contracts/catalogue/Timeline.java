package io.dayreel.contracts.catalogue;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The archived part of a day: {@code GET /v1/devices/{device}/days/{day}/timeline}. */
public record Timeline(
        Day day, String revision, List<Recorded> recorded, List<Hole> holes, List<Event> events, List<Track> tracks) {

    /** A stretch without a hole in one run. */
    public record Recorded(Instant from, Instant to, int run, CounterRanges counters) {}

    /**
     * Counters without frames in the archive.
     *
     * @param reason {@link #MISSING} or {@link #LOST}
     * @param cause why the frames are lost, as sync-service says
     */
    public record Hole(
            Instant from, Instant to, int run, CounterRanges counters, String reason, Optional<String> cause) {
        /** The frames may still come. */
        public static final String MISSING = "missing";

        /** The frames will never come. */
        public static final String LOST = "lost";
    }

    /** @param type the body's {@code type}, {@code event} if it has none; @param archived whether a segment holds it */
    public record Event(
            Day day, Instant time, int run, long counter, int track, String type, String body, boolean archived) {}

    public record Track(int track, String type, String codec) {}
}
