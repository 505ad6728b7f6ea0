package io.dayreel.streamer.healing;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.archive.ArchiveIndex;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.tail.ArrivalWatch;
import io.dayreel.streamer.tail.HealedFrames;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timer.DaemonTimer;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import io.dayreel.tail.TailRun;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Tells viewers of frames that filled a hole: those with lower counters than what is held of their run, that neither
 * tail nor archive had. What comes for one run within a second is told together, so a run is told of at most once a
 * second. Frames that come in order cost one look-up of their run's end, and devices that nobody watches nothing.
 *
 * <p>Bounded: runs beyond {@value #MAX_RUNS} that are being watched or healed are not told of; their frames play all
 * the same. Thread-safe; the archive is asked by a thread of its own, which {@link #close} ends.
 */
public final class Healing implements ArrivalWatch, AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(Healing.class);
    private static final int MAX_RUNS = 4_096;

    private final ViewerWakes wakes;
    private final ArchiveIndex archive;
    private final ToIntFunction<DeviceId> partitions;
    private final long intervalMillis;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<RunOfStream, RunEnd> ends = new LinkedHashMap<>();
    private Map<RunOfStream, RunArrivals> pending = new HashMap<>();
    private boolean scheduled;

    /**
     * @param partitions partition of a device on {@code frames}
     * @param interval between two words on one run
     */
    public Healing(ViewerWakes wakes, ArchiveIndex archive, ToIntFunction<DeviceId> partitions, Duration interval) {
        this.wakes = wakes;
        this.archive = archive;
        this.partitions = partitions;
        this.intervalMillis = interval.toMillis();
        this.timer = DaemonTimer.named("dayreel-streamer-healing");
        this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void arriving(TailLog log, TailRecord item) {
        Arrived.in(item).ifPresent(arrived -> arriving(log, arrived));
    }

    private void arriving(TailLog log, Arrived arrived) {
        Optional<RunEnd> known = advance(arrived.run(), arrived.end());
        if (known.isPresent() && arrived.ranges().first() > known.get().counter()) {
            return;
        }
        Optional<StreamTail> tail = log.stream(arrived.run().stream());
        RunEnd before = known.orElseGet(
                () -> tail.map(held -> endOf(held, arrived.run().run())).orElse(RunEnd.NONE));
        tail.ifPresent(arrived::leaveOut);
        if (!arrived.ranges().isEmpty()) {
            add(arrived, before, known.isPresent());
        }
    }

    /** @return the run's end before these frames, if it is known */
    private synchronized Optional<RunEnd> advance(RunOfStream run, RunEnd here) {
        RunEnd known = ends.get(run);
        if (known != null && here.counter() > known.counter()) {
            ends.put(run, known.later(here));
        }
        return Optional.ofNullable(known);
    }

    private static RunEnd endOf(StreamTail tail, int run) {
        return tail.runs().stream()
                .filter(held -> held.run() == run)
                .findFirst()
                .map(Healing::endOf)
                .orElse(RunEnd.NONE);
    }

    private static RunEnd endOf(TailRun run) {
        return new RunEnd(run.lastCounter(), run.lastTimeMicros());
    }

    private synchronized void add(Arrived arrived, RunEnd before, boolean isWhole) {
        RunOfStream run = arrived.run();
        if (pending.size() >= MAX_RUNS && !pending.containsKey(run)) {
            return;
        }
        pending.computeIfAbsent(run, RunArrivals::new).add(arrived, before, isWhole);
        if (!scheduled && !timer.isShutdown()) {
            scheduled = true;
            timer.schedule(this::tellAll, intervalMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void tellAll() {
        Map<RunOfStream, RunArrivals> due;
        synchronized (this) {
            due = pending;
            pending = new HashMap<>();
            scheduled = false;
        }
        for (RunArrivals arrivals : due.values()) {
            try {
                tell(arrivals);
            } catch (RuntimeException e) { // one run that cannot be told of must not silence the others
                LOG.error("healing-not-told", e, "stream", arrivals.run().stream());
            }
        }
    }

    private void tell(RunArrivals arrivals) {
        RunOfStream run = arrivals.run();
        Optional<HealedFrames> healed =
                arrivals.settle(day(run), partitions.applyAsInt(run.stream().deviceId()));
        learn(run, arrivals.end());
        healed.ifPresent(wakes::healed);
    }

    /** Without the archive's word what the tail did not have counts as new. */
    private DayArchive day(RunOfStream run) {
        try {
            return archive.day(run.stream());
        } catch (ArchiveUnavailableException e) {
            return archive.known(run.stream());
        }
    }

    private synchronized void learn(RunOfStream run, RunEnd end) {
        if (wakes.devices().contains(run.stream().deviceId())) {
            ends.merge(run, end, RunEnd::later);
        }
        if (ends.size() > MAX_RUNS) {
            ends.remove(ends.keySet().iterator().next());
        }
    }

    @Override
    public synchronized void unwatched(DeviceId device) {
        ends.keySet().removeIf(run -> run.stream().deviceId().equals(device));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
