package io.dayreel.indexer.retention;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What retention did since the process started. Thread-safe. */
public final class RetentionFigures {
    private final Map<String, LongAdder> segments =
            Map.of("retention-age", new LongAdder(), "retention-size", new LongAdder());
    private final LongAdder bytes = new LongAdder();
    private final LongAdder notDeleted = new LongAdder();
    private final AtomicLong totalBytes = new AtomicLong();

    void deleted(String reason, long size) {
        segments.get(reason).increment();
        bytes.add(size);
    }

    void objectNotDeleted() {
        notDeleted.increment();
    }

    void total(long size) {
        totalBytes.set(size);
    }

    /** Announced deletions by {@code retention-age} or {@code retention-size}. */
    public long segmentsDeleted(String reason) {
        return segments.get(reason).sum();
    }

    public long bytesDeleted() {
        return bytes.sum();
    }

    /** Times that the store refused to delete an object. */
    public long objectsNotDeleted() {
        return notDeleted.sum();
    }

    /** Size of all segments of the installation at the last round; 0 where another instance does the rounds. */
    public long totalBytes() {
        return totalBytes.get();
    }
}
