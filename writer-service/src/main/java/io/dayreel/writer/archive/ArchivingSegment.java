package io.dayreel.writer.archive;

import io.dayreel.writer.spool.SpooledSegment;

/**
 * A closed segment on its way into object storage. Belongs to the thread that added it to the {@link SegmentArchive};
 * only the attempts run elsewhere.
 */
public final class ArchivingSegment {
    /** How far it got. */
    public sealed interface State {
        /** Waits for its first attempt, or for the next one after {@code failures} of them. */
        record Waiting(int failures, long notBeforeNanos) implements State {}

        /** An attempt is under way. */
        record Storing(int failures) implements State {}

        /** The store confirmed the bytes. */
        record Stored() implements State {}

        /** Its spool file is gone or unreadable: only a replay can build it again. */
        record Lost(String reason) implements State {}

        /** Nobody wants it any more. */
        record Abandoned() implements State {}
    }

    private final SpooledSegment segment;
    private State state;

    ArchivingSegment(SpooledSegment segment, long nowNanos) {
        this.segment = segment;
        this.state = new State.Waiting(0, nowNanos);
    }

    public SpooledSegment segment() {
        return segment;
    }

    public boolean isStored() {
        return state instanceof State.Stored;
    }

    public boolean isLost() {
        return state instanceof State.Lost;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    int failures() {
        if (state instanceof State.Waiting waiting) {
            return waiting.failures();
        }
        return state instanceof State.Storing storing ? storing.failures() : 0;
    }
}
