package io.dayreel.contracts.segments;

import java.util.Optional;

/**
 * The end of a run as its device declared it.
 *
 * @param counter counter of the end-of-run frame: the number of frames before it
 * @param reason day, input-end, clock or shutdown
 * @param lastRunOfDay whether the device said that no further run of the day follows
 * @param timeMicros time of the end-of-run frame, µs since 1970-01-01; for an uploaded part, where it ends. Empty in
 *     reports of coverage and in older announcements
 */
public record RunEnd(long counter, String reason, boolean lastRunOfDay, Optional<Long> timeMicros) {
    public RunEnd {
        timeMicros = timeMicros == null ? Optional.empty() : timeMicros;
    }

    /** An end whose time is not told. */
    public RunEnd(long counter, String reason, boolean lastRunOfDay) {
        this(counter, reason, lastRunOfDay, Optional.empty());
    }
}
