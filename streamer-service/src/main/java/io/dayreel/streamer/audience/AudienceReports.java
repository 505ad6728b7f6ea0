package io.dayreel.streamer.audience;

import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.timer.DaemonTimer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells sync which devices are watched here, with a lease: at most one record per device in {@link #RENEWAL}, however
 * viewers come and go, and at most {@link #MAX_AT_ONCE} in each look, once a second; what is beyond that has its turn in
 * the next. A record that Kafka does not take is not repeated before its renewal is due. A thread of its own, which
 * {@link #close} ends.
 */
public final class AudienceReports implements AutoCloseable {
    /** How long a record is good for. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** How often a record is renewed while somebody watches. */
    static final Duration RENEWAL = Duration.ofSeconds(20);

    static final int MAX_AT_ONCE = 500;

    private static final long LOOK_MILLIS = 1_000;

    private final String instance;
    private final Supplier<Set<DeviceId>> watched;
    private final Consumer<RepairWish.Watched> publish;
    private final InstantSource clock;
    private final Map<DeviceId, Long> reportedMillis = new HashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param watched devices that somebody watches at the moment
     * @param publish returns at once and never throws
     */
    public AudienceReports(
            String instance,
            Supplier<Set<DeviceId>> watched,
            Consumer<RepairWish.Watched> publish,
            InstantSource clock) {
        this.instance = instance;
        this.watched = watched;
        this.publish = publish;
        this.clock = clock;
        this.timer = DaemonTimer.named("dayreel-streamer-audience");
    }

    /** Begins to look. */
    public void start() {
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Reports what is due. Called by one thread at a time. */
    void look() {
        long now = clock.millis();
        reportedMillis.values().removeIf(at -> now - at >= RENEWAL.toMillis() || at > now);
        watched.get().stream()
                .filter(device -> !reportedMillis.containsKey(device))
                .limit(MAX_AT_ONCE)
                .forEach(device -> report(device, now));
    }

    private void report(DeviceId device, long now) {
        reportedMillis.put(device, now);
        publish.accept(new RepairWish.Watched(device, instance, now + LEASE.toMillis()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
