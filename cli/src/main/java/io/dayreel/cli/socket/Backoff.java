package io.dayreel.cli.socket;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Growing waits between attempts, each up to half shorter at random so that many clients do not come back at once. */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /** The wait before the next attempt; it doubles up to the longest. */
    public Duration next() {
        Duration wait = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.ofNanos((long) (wait.toNanos() * (0.5 + random.nextDouble() / 2)));
    }

    /** The last attempt worked. */
    public void reset() {
        next = first;
    }
}
