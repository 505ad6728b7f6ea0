package io.dayreel.contracts.cuts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * A stretch of one rendition.
 *
 * @param kind what is in it
 * @param day the frames' day
 * @param run their run
 * @param first smallest counter
 * @param next the counter behind: that of the frame that follows, or one more than the last
 * @param startMicros decode time of its first frame, µs since 1970-01-01
 * @param endMicros where it ends
 * @param epoch grows by one at every discontinuity, the same over all renditions of a line
 * @param configuration number of the frames' configuration
 * @param configurationTag 8 hexadecimal digits of its content
 * @param missing counters from first to next that were not there when it was cut
 * @param shiftMicros how much later than the frames' own times it is, µs: where an uploaded part begins in its video,
 *     otherwise 0
 */
public record CutSpan(
        Kind kind,
        Day day,
        int run,
        long first,
        long next,
        long startMicros,
        long endMicros,
        int epoch,
        int configuration,
        String configurationTag,
        CounterRanges missing,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long shiftMicros) {

    /** What a stretch is made of. */
    public enum Kind {
        /** Frames. */
        MEDIA,
        /** Nothing was recorded: a gap in the playlist. */
        GAP,
        /** No sound was recorded while there were pictures: digital silence. */
        SILENCE
    }

    public CutSpan {
        missing = missing == null ? new CounterRanges() : missing;
    }

    /** A stretch of a recording, which has the times of its frames. */
    public CutSpan(
            Kind kind,
            Day day,
            int run,
            long first,
            long next,
            long startMicros,
            long endMicros,
            int epoch,
            int configuration,
            String configurationTag,
            CounterRanges missing) {
        this(kind, day, run, first, next, startMicros, endMicros, epoch, configuration, configurationTag, missing, 0);
    }

    /** µs. */
    public long durationMicros() {
        return endMicros - startMicros;
    }

    /** The same stretch in another epoch. */
    public CutSpan withEpoch(int other) {
        return new CutSpan(
                kind,
                day,
                run,
                first,
                next,
                startMicros,
                endMicros,
                other,
                configuration,
                configurationTag,
                missing,
                shiftMicros);
    }

    /** The same stretch with another end, µs since 1970-01-01. */
    public CutSpan endingAt(long otherMicros) {
        return new CutSpan(
                kind,
                day,
                run,
                first,
                next,
                startMicros,
                otherMicros,
                epoch,
                configuration,
                configurationTag,
                missing,
                shiftMicros);
    }
}
