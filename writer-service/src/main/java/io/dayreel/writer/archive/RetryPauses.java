package io.dayreel.writer.archive;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: doubling from the first pause to the last, each shortened by up to a half so
 * that many writers do not come back at once.
 */
public final class RetryPauses {
    private static final int MAX_DOUBLINGS = 20;

    private final long firstMillis;
    private final long lastMillis;
    private final RandomGenerator random;

    /** @param last longest pause, at least {@code first} */
    public RetryPauses(Duration first, Duration last, RandomGenerator random) {
        this.firstMillis = first.toMillis();
        this.lastMillis = last.toMillis();
        this.random = random;
        if (firstMillis < 1 || lastMillis < firstMillis) {
            throw new IllegalArgumentException("pauses from " + first + " to " + last);
        }
    }

    /** @param failures number of attempts that failed so far, from 1 */
    public long afterFailures(int failures) {
        long full = Math.min(lastMillis, firstMillis << Math.min(failures - 1, MAX_DOUBLINGS));
        return full - random.nextLong(full / 2 + 1);
    }
}
