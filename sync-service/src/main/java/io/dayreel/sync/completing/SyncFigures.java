package io.dayreel.sync.completing;

import io.dayreel.contracts.completeness.RepairEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is done about missing frames. Thread-safe. */
public final class SyncFigures {
    private final Map<RepairEvent.Kind, AtomicLong> frames = new EnumMap<>(RepairEvent.Kind.class);
    private final AtomicLong suspended = new AtomicLong();

    public SyncFigures() {
        for (RepairEvent.Kind kind : RepairEvent.Kind.values()) {
            frames.put(kind, new AtomicLong());
        }
    }

    void count(RepairEvent.Kind kind, long howMany) {
        frames.get(kind).addAndGet(howMany);
    }

    void suspended() {
        suspended.incrementAndGet();
    }

    void resumed() {
        suspended.decrementAndGet();
    }

    /** Frames that a step was about, since the start. */
    public long frames(RepairEvent.Kind kind) {
        return frames.get(kind).get();
    }

    /** Partitions that are not judged at the moment, since their watermark stands still. */
    public long suspendedPartitions() {
        return suspended.get();
    }
}
