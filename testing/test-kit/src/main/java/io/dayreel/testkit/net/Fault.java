package io.dayreel.testkit.net;

import java.time.Duration;

/** What a proxy does to bytes that pass. */
record Fault(boolean refusing, boolean holding, Duration delay, int bytesPerSecond) {
    static final Fault NONE = new Fault(false, false, Duration.ZERO, 0);
    static final Fault REFUSE = new Fault(true, false, Duration.ZERO, 0);
    static final Fault BLACKHOLE = new Fault(false, true, Duration.ZERO, 0);

    Fault {
        if (delay.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("delay and throttle are not negative");
        }
    }

    static Fault delay(Duration each) {
        return new Fault(false, false, each, 0);
    }

    static Fault throttle(int bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("throttle to at least 1 byte a second, or use a blackhole");
        }
        return new Fault(false, false, Duration.ZERO, bytesPerSecond);
    }

    /** Largest chunk that is read at once: a tenth of a second's worth when throttled. */
    int chunkBytes(int buffer) {
        return bytesPerSecond == 0 ? buffer : Math.max(1, Math.min(buffer, bytesPerSecond / 10));
    }

    /** How long a chunk waits before it goes on. */
    Duration pause(int chunk) {
        return bytesPerSecond == 0 ? delay : Duration.ofNanos(chunk * 1_000_000_000L / bytesPerSecond);
    }
}
