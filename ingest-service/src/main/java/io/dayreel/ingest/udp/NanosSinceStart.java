package io.dayreel.ingest.udp;

import java.util.function.LongSupplier;

/** Monotonic time in ns since this was made. Thread-safe. */
public final class NanosSinceStart implements LongSupplier {
    private final long start = System.nanoTime();

    @Override
    public long getAsLong() {
        return System.nanoTime() - start;
    }
}
