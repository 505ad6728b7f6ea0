package io.dayreel.sync.devices;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When it became known how long a run is, so that its holes are judged only once everything received until a grace time
 * later has been reported (I9). At most {@link #MAX_MARKS} marks; beyond that the newest ones wait together, so a hole is
 * judged later and never sooner. In memory only: after a start all evidence counts as new. Not thread-safe.
 */
public final class Evidence {
    static final int MAX_MARKS = 16;

    private static final class Mark {
        private long bound;
        private final long firstMillis;
        private long lastMillis;

        Mark(long bound, long millis) {
            this.bound = bound;
            this.firstMillis = millis;
            this.lastMillis = millis;
        }
    }

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long judged;
    private long announced;
    private long announcedMillis;

    /** Counters up to below the bound were given, since a frame of the run that came shows it. */
    public void seen(long bound, long atMillis, long graceMillis) {
        Mark last = marks.peekLast();
        if (bound <= (last == null ? judged : last.bound)) {
            return;
        }
        boolean together = last != null && (marks.size() == MAX_MARKS || atMillis - last.firstMillis < graceMillis / 4);
        if (together) {
            last.bound = bound;
            last.lastMillis = Math.max(last.lastMillis, atMillis);
        } else {
            marks.add(new Mark(bound, atMillis));
        }
    }

    /** The device said that it gives this counter next. */
    public void announced(long next, long atMillis) {
        if (next > announced) {
            announced = next;
            announcedMillis = atMillis;
        }
    }

    /** When evidence is old enough, in terms of the partition's watermark. */
    public record Patience(long graceMillis, long announcedGraceMillis, long lastProgressMillis) {}

    /**
     * Counters below this may be judged.
     *
     * @param watermarkMillis everything received until then has been reported
     */
    public long judgedBelow(long watermarkMillis, Patience patience) {
        while (!marks.isEmpty() && marks.peek().lastMillis + patience.graceMillis <= watermarkMillis) {
            judged = Math.max(judged, marks.remove().bound);
        }
        long quietSince = Math.max(announcedMillis, patience.lastProgressMillis);
        if (announced > judged && quietSince + patience.announcedGraceMillis <= watermarkMillis) {
            judged = announced;
        }
        return judged;
    }
}
