package io.dayreel.streamer.relay;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.TailSource;
import io.dayreel.streamer.timer.DaemonTimer;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailBudget;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailStretch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The tails of all devices that are watched here: the own ones, and one relay for each device of which another streamer
 * has the tail. A relay begins within half a second of its first viewer and ends half a minute after its last. At the
 * bound further devices are played from the archive alone. Thread-safe.
 */
public final class Relays implements TailSource, AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(Relays.class);
    private static final long LOOK_MILLIS = 250;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_RELAYS = 256;

    /** A relay's newest records in memory; all relays together take 128 MB at most. */
    private static final long MEMORY_OF_EACH = 512 << 10;

    private final PartitionTails owned;
    private final RelayParts parts;
    private final ViewerWakes wakes;
    private final Path directory;
    private final TailBudget budget;
    private final Map<DeviceId, RelayedTail> relays = new ConcurrentHashMap<>();
    private final Map<DeviceId, Long> unwatchedSince = new ConcurrentHashMap<>();
    private final Set<DeviceId> asked = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    private long opened;

    /**
     * @param directory for what is relayed
     * @param budget of all tails of the process
     */
    public Relays(PartitionTails owned, RelayParts parts, Path directory, TailBudget budget) {
        this.owned = owned;
        this.wakes = parts.wakes();
        this.directory = directory;
        this.budget = budget.withMemory(MEMORY_OF_EACH);
        this.parts = parts;
        this.timer = DaemonTimer.named("dayreel-streamer-relays");
    }

    /** By what its threads are watched. */
    public List<Heartbeat> heartbeats() {
        return parts.heartbeats();
    }

    /** Begins to look after relays. */
    public void start() {
        parts.start();
        timer.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits until other instances own these partitions, if there are others. */
    public boolean awaitOtherOwners(Set<Integer> partitions, Duration patience) {
        return parts.owners().awaitOthers(partitions, patience);
    }

    /** Relays at present. */
    public int count() {
        return relays.size();
    }

    private void look() {
        try {
            Set<DeviceId> wanted = new HashSet<>(wakes.devices());
            wanted.addAll(asked);
            for (DeviceId device : wanted) {
                unwatchedSince.remove(device);
                asked.remove(device);
                if (!owned.owns(device) && !relays.containsKey(device) && relays.size() < MAX_RELAYS) {
                    open(device);
                }
            }
            relays.forEach((device, relay) -> {
                if (isReplaced(relay) || isAbandoned(device)) {
                    end(device);
                }
            });
        } catch (RuntimeException | IOException e) { // one look that failed must not end the looking
            LOG.error("relays-failed", e);
        }
    }

    private void open(DeviceId device) throws IOException {
        opened++;
        TailLog log = new TailLog(directory.resolve("relay-" + opened), budget);
        RelayedTail relay = new RelayedTail(parts, device, owned.partition(device), log);
        relays.put(device, relay);
        relay.start();
    }

    /** A relay goes on when its partition comes to this instance, until the tail here has as much. */
    private boolean isReplaced(RelayedTail relay) {
        return owned.isComplete(relay.device()) || !relay.isComplete() && owned.isLive(relay.device());
    }

    private boolean isAbandoned(DeviceId device) {
        if (wakes.devices().contains(device)) {
            return false;
        }
        long now = System.nanoTime();
        return now - unwatchedSince.computeIfAbsent(device, id -> now) > LINGER_NANOS;
    }

    private void end(DeviceId device) {
        RelayedTail relay = relays.remove(device);
        unwatchedSince.remove(device);
        if (relay != null) {
            relay.close();
            wakes.grew(device);
        }
    }

    /** The frames of a segment may be forgotten. */
    public void announced(Announced announced) {
        owned.announced(announced);
        RelayedTail relay = relays.get(announced.stream().deviceId());
        if (relay != null) {
            relay.log()
                    .archived(
                            announced.stream(),
                            announced.source().firstOffset(),
                            announced.source().lastOffset());
        }
    }

    private Optional<RelayedTail> relay(DeviceId device) {
        return Optional.ofNullable(relays.get(device)).filter(relay -> !isReplaced(relay));
    }

    @Override
    public Optional<StreamTail> stream(StreamId stream) {
        return relay(stream.deviceId()).map(relay -> relay.log().stream(stream)).orElseGet(() -> owned.stream(stream));
    }

    @Override
    public NavigableSet<Day> days(DeviceId device) {
        Optional<RelayedTail> relay = relay(device);
        if (relay.isEmpty()) {
            return owned.days(device);
        }
        NavigableSet<Day> days = new TreeSet<>();
        relay.get().log().streams(device).forEach(stream -> days.add(stream.day()));
        return days;
    }

    @Override
    public int partition(DeviceId device) {
        return owned.partition(device);
    }

    /** Who asks for a device of another streamer, such as a download, gets a relay too. */
    @Override
    public boolean isComplete(DeviceId device) {
        if (!owned.owns(device)) {
            asked.add(device);
        }
        return relay(device).map(RelayedTail::isComplete).orElseGet(() -> owned.isComplete(device));
    }

    @Override
    public Optional<TailBytes> read(StreamId stream, TailStretch stretch) {
        Optional<TailBytes> relayed =
                relay(stream.deviceId()).flatMap(relay -> relay.log().read(stretch));
        return relayed.isPresent() ? relayed : owned.read(stream, stretch);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        relays.keySet().forEach(this::end);
        parts.close();
    }
}
