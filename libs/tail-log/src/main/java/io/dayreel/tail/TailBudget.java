package io.dayreel.tail;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much disk tails may take. At the bound a log gives up its oldest files; the frames in them stay findable by their
 * Kafka offset. One budget is shared by all logs of a process, so that the total holds over all of them. Thread-safe.
 */
public final class TailBudget {
    private final long fileBytes;
    private final long logBytes;
    private final long totalBytes;
    private final long memoryBytes;
    private final AtomicLong used;

    /**
     * @param fileBytes a file is closed at this size; eviction goes by whole files
     * @param logBytes most bytes of one log
     * @param totalBytes most bytes of all logs together; exceeded by at most one file per log
     * @param memoryBytes newest records that each log also keeps in memory, for live viewers
     */
    public TailBudget(long fileBytes, long logBytes, long totalBytes, long memoryBytes) {
        this(fileBytes, logBytes, totalBytes, memoryBytes, new AtomicLong());
    }

    private TailBudget(long fileBytes, long logBytes, long totalBytes, long memoryBytes, AtomicLong used) {
        if (fileBytes < 1 || fileBytes > Integer.MAX_VALUE || logBytes < fileBytes || totalBytes < fileBytes) {
            throw new IllegalArgumentException("tail files of " + fileBytes + " bytes in logs of " + logBytes + " and "
                    + totalBytes + " in all: a log must hold at least one file");
        }
        this.fileBytes = fileBytes;
        this.logBytes = logBytes;
        this.totalBytes = totalBytes;
        this.memoryBytes = memoryBytes;
        this.used = used;
    }

    /** The same budget on disk, shared with this one, for logs that keep less, or more, in memory. */
    public TailBudget withMemory(long bytesOfEachLog) {
        return new TailBudget(fileBytes, logBytes, totalBytes, bytesOfEachLog, used);
    }

    /** Bytes that all logs take now. */
    public long usedBytes() {
        return used.get();
    }

    long fileBytes() {
        return fileBytes;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    void changed(long bytes) {
        used.addAndGet(bytes);
    }

    /** Whether a log of this size has to give up a file. */
    boolean isExceeded(long bytesOfLog) {
        return bytesOfLog > logBytes || used.get() > totalBytes;
    }
}
