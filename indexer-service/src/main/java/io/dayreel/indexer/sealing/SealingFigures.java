package io.dayreel.indexer.sealing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What sealing did since the process started. Thread-safe. */
public final class SealingFigures {
    private final LongAdder manifests = new LongAdder();
    private final LongAdder adopted = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger due = new AtomicInteger();

    void manifestWritten() {
        manifests.increment();
    }

    void adopted() {
        adopted.increment();
    }

    void duplicate() {
        duplicates.increment();
    }

    void failed() {
        failures.increment();
    }

    void due(int days) {
        due.set(days);
    }

    public long manifestsWritten() {
        return manifests.sum();
    }

    /** Unannounced segments that were announced. */
    public long objectsAdopted() {
        return adopted.sum();
    }

    /** Unannounced segments that announced ones made superfluous. */
    public long objectsDuplicate() {
        return duplicates.sum();
    }

    public long attemptsFailed() {
        return failures.sum();
    }

    /** Days that wait to be sealed, as of the last round. */
    public int daysDue() {
        return due.get();
    }
}
