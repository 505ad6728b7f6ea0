package io.dayreel.sync.completing;

import io.dayreel.protocol.stream.Day;
import java.time.Duration;

/**
 * When a day is over, ready and forgotten.
 *
 * @param overAfter how long after 00:00 UTC a day is over for a device that says nothing more
 * @param quiet how long nothing of a day may change before it is declared ready
 * @param deadline how long after its end, or after it was first heard of, a day is declared ready whatever is missing
 * @param retention how long after its end or its last change a day is remembered and repaired
 * @param publish how often the figures of a day that changes are published
 */
public record DayRules(Duration overAfter, Duration quiet, Duration deadline, Duration retention, Duration publish) {

    /** When a day is over for a device that says nothing more; uploaded videos have no such time. */
    long overMillis(Day day) {
        return day.isCalendarDay() ? endMillis(day) + overAfter.toMillis() : Long.MAX_VALUE;
    }

    /**
     * When a day is declared ready whatever is missing, ms since 1970-01-01.
     *
     * @param openedMillis when it was first heard of
     * @return 0 for uploaded videos, which have no deadline
     */
    public long deadlineMillis(Day day, long openedMillis) {
        return day.isCalendarDay() ? Math.max(endMillis(day), openedMillis) + deadline.toMillis() : 0;
    }

    /** When a day is forgotten. @param changedMillis when something of it last came or went */
    long forgottenMillis(Day day, long changedMillis) {
        long end = day.isCalendarDay() ? endMillis(day) : 0;
        return Math.max(end, changedMillis) + retention.toMillis();
    }

    /** Whether a day of which nothing is known would be forgotten already, had it been known. */
    public boolean isBeyondRetention(Day day, long nowMillis) {
        return day.isCalendarDay() && nowMillis >= forgottenMillis(day, 0);
    }

    private static long endMillis(Day day) {
        return (day.number() + 1L) * Duration.ofDays(1).toMillis();
    }
}
