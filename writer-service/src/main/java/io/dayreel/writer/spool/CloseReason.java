package io.dayreel.writer.spool;

import io.dayreel.store.PutReason;
import java.util.Locale;

/** Why a segment was closed; also the reason of its PUT and of its announcement. */
public enum CloseReason {
    /** The next record would have made it larger than allowed. */
    SIZE,
    /** Its first record is as old as a segment may become. */
    AGE,
    /** The stream's current run ended. */
    RUN_END,
    /** The device went over to a later day. */
    DAY_END,
    /** It held the partition's committed offset back too far, or the spool had no more room. */
    LAG,
    /** Its partition went to another writer, or this one stopped. */
    HANDOVER,
    /** It gathered frames of a day that was over. */
    LATE;

    /** As announcements and metrics write it, e.g. {@code run-end}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public PutReason putReason() {
        return new PutReason(label());
    }
}
