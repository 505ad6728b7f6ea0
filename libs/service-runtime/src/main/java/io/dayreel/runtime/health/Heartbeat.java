package io.dayreel.runtime.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sign of life of a part that must go on for as long as its service runs: a loop on a thread, or what a timer repeats.
 * The part beats once in each round, whether the round succeeded or failed. It is dead once its thread has ended although
 * nobody closed it, or after more than its limit without a beat. Before it begins and after it was closed it is never dead.
 *
 * <p>A dead part has its process restarted. So the limit must be longer than all that a round may wait for when Kafka,
 * the object store or another service is down: what is down elsewhere is not mended by a restart. Thread-safe.
 */
public final class Heartbeat {
    /** For a round that waits half a minute for others at most. */
    public static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    private final String name;
    private final long limitNanos;
    private final LongSupplier nanos;
    private volatile Life life = new Life.Resting();
    private volatile long beatenNanos;

    private sealed interface Life {
        /** Not begun yet, or closed. */
        record Resting() implements Life {}

        /** @param thread absent for what a timer repeats */
        record Going(Optional<Thread> thread) implements Life {}
    }

    /**
     * @param name in kebab-case, begins with the service's name
     * @param limit time without a beat after which the part is dead
     */
    public Heartbeat(String name, Duration limit) {
        this(name, limit, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    public Heartbeat(String name, Duration limit, LongSupplier nanos) {
        this.name = name;
        this.limitNanos = limit.toNanos();
        this.nanos = nanos;
    }

    public String name() {
        return name;
    }

    /** From now on it is expected to beat. @param thread has been started, and ends only after {@link #ends} */
    public void begins(Thread thread) {
        beat();
        life = new Life.Going(Optional.of(thread));
    }

    /** Likewise for what a timer repeats, which has no thread of its own. */
    public void begins() {
        beat();
        life = new Life.Going(Optional.empty());
    }

    public void beat() {
        beatenNanos = nanos.getAsLong();
    }

    /** It is closed on purpose. To be called before its thread is told to end. */
    public void ends() {
        life = new Life.Resting();
    }

    /** Since the latest beat; zero before the part begins and after it was closed. */
    public Duration silence() {
        return life instanceof Life.Going ? Duration.ofNanos(nanos.getAsLong() - beatenNanos) : Duration.ZERO;
    }

    /** Why it is dead, for an operator; empty while it lives. */
    public Optional<String> problem() {
        return life instanceof Life.Going going ? problem(going) : Optional.empty();
    }

    private Optional<String> problem(Life.Going going) {
        Optional<String> ended = going.thread()
                .filter(thread -> !thread.isAlive())
                .map(thread -> "the thread " + thread.getName() + " has ended");
        return ended.or(this::stuck);
    }

    private Optional<String> stuck() {
        long silentNanos = nanos.getAsLong() - beatenNanos;
        return silentNanos <= limitNanos
                ? Optional.empty()
                : Optional.of("no sign of life for " + TimeUnit.NANOSECONDS.toSeconds(silentNanos) + " s");
    }
}
