package io.dayreel.sync.devices;

import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.received.RunReceipts;
import io.dayreel.sync.received.StreamReceipts;
import io.dayreel.sync.received.Totals;
import java.util.HashMap;
import java.util.Map;

/** A day of a device while it is watched over. Not thread-safe. */
public final class TrackedDay {
    private final StreamId stream;
    private final long openedMillis;
    private final Map<Integer, Evidence> evidence = new HashMap<>();
    private State state = State.OPEN;
    private Totals totals = Totals.NONE;
    private long changedMillis;
    private long revision;
    private long publishedMillis;
    private boolean unpublished = true;
    private boolean urgent = true;

    TrackedDay(StreamId stream, long nowMillis) {
        this.stream = stream;
        this.openedMillis = nowMillis;
        this.changedMillis = nowMillis;
    }

    TrackedDay(StreamId stream, DayState stored) {
        this.stream = stream;
        this.openedMillis = stored.openedMillis();
        this.state = stored.state();
        this.totals = stored.totals();
        this.changedMillis = stored.changedMillis();
        this.revision = stored.revision();
        this.publishedMillis = stored.publishedMillis();
        this.unpublished = false;
        this.urgent = false;
    }

    DayState stored() {
        return new DayState(stream.day(), state, totals, openedMillis, changedMillis, revision, publishedMillis);
    }

    public StreamId stream() {
        return stream;
    }

    public State state() {
        return state;
    }

    public Totals totals() {
        return totals;
    }

    /** When the day was first heard of. */
    public long openedMillis() {
        return openedMillis;
    }

    /** When something of it last came or went. */
    public long changedMillis() {
        return changedMillis;
    }

    /**
     * New figures. What changes opens the day again.
     *
     * @return whether they are other than before
     */
    public boolean update(Totals now, long nowMillis) {
        if (now.equals(totals)) {
            return false;
        }
        urgent |= state != State.OPEN || now.lost() != totals.lost() || now.ends() != totals.ends();
        totals = now;
        changedMillis = nowMillis;
        state = State.OPEN;
        unpublished = true;
        return true;
    }

    /** The day may be sealed, or was. */
    public void become(State next) {
        if (state != next) {
            state = next;
            unpublished = true;
            urgent = true;
        }
    }

    /** When a record of the day is due: at once after what matters, otherwise once per interval. */
    public boolean isPublicationDue(long nowMillis, long intervalMillis) {
        return unpublished && (urgent || nowMillis - publishedMillis >= intervalMillis);
    }

    /** @return the revision of the record that is published now */
    public long published(long nowMillis) {
        unpublished = false;
        urgent = false;
        publishedMillis = nowMillis;
        return ++revision;
    }

    public long revision() {
        return revision;
    }

    /** Takes note of how long the runs are known to be. */
    public void noteEvidence(StreamReceipts receipts, long nowMillis, long graceMillis) {
        receipts.runs().forEach((run, known) -> {
            Evidence marks = evidence.computeIfAbsent(run, absent -> new Evidence());
            marks.seen(bound(known), nowMillis, graceMillis);
            marks.announced(known.expected(), nowMillis);
        });
    }

    private static long bound(RunReceipts run) {
        return run.end().isPresent() ? run.expected() : run.seen();
    }

    /** Counters of a run below this may be judged; 0 for a run of which nothing was noted yet. */
    public long judgedBelow(int run, long watermarkMillis, Evidence.Patience patience) {
        Evidence marks = evidence.get(run);
        return marks == null ? 0 : marks.judgedBelow(watermarkMillis, patience);
    }

    /** Whether evidence was noted since this object was made. */
    public boolean hasEvidence() {
        return !evidence.isEmpty();
    }
}
