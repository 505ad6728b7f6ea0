package io.dayreel.testkit.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private TestClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    /** A clock that shows {@code start}. */
    public static TestClock at(Instant start) {
        return new TestClock(start);
    }

    /** A clock that shows an ISO-8601 instant, such as {@code 2026-03-01T12:00:00Z}. */
    public static TestClock at(String start) {
        return new TestClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock; a negative step goes back, as a real clock may. Returns the new time. */
    public Instant advance(Duration step) {
        return now.updateAndGet(instant -> instant.plus(step));
    }

    /** Puts the clock to a time, forwards or backwards. */
    public void set(Instant instant) {
        now.set(instant);
    }
}
