package io.dayreel.ingest.fleet;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What this instance carries: its connections now, and its bytes over the last seconds, however they came. Not thread-safe. */
public final class OwnLoad implements Supplier<Load> {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final IntSupplier connections;
    private final DoubleSupplier bytes;
    private final LongSupplier nanos;
    private double lastBytes;
    private long lastNanos;
    private long bytesPerSecond;

    /**
     * @param bytes taken so far
     * @param nanos a monotonic clock
     */
    public OwnLoad(IntSupplier connections, DoubleSupplier bytes, LongSupplier nanos) {
        this.connections = connections;
        this.bytes = bytes;
        this.nanos = nanos;
        this.lastBytes = bytes.getAsDouble();
        this.lastNanos = nanos.getAsLong();
    }

    @Override
    public Load get() {
        long now = nanos.getAsLong();
        if (now - lastNanos >= WINDOW_NANOS) {
            double total = bytes.getAsDouble();
            bytesPerSecond = Math.max(0, Math.round((total - lastBytes) * 1e9 / (now - lastNanos)));
            lastBytes = total;
            lastNanos = now;
        }
        return new Load(connections.getAsInt(), bytesPerSecond);
    }
}
