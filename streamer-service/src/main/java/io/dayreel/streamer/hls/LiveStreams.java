package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timer.DaemonTimer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The live streams that somebody watches over HLS at this instance: begins their lines, cuts them while they are asked
 * for, and forgets them when they are not. Thread-safe. Owns threads; close it.
 */
public final class LiveStreams implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(LiveStreams.class);
    private static final int MAX_WATCHED = 2_000;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration TAIL_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CATCH_UP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(3);
    private static final long LOOK_NANOS = 20_000_000;
    private static final long SAMPLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final CutterServices services;
    private final LineStart starts;
    private final TrackSampler sampler;
    private final LiveLines lines;
    private final ViewerWakes wakes;
    private final Map<DeviceId, WatchedStream> watched = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor cutting;
    private final ScheduledThreadPoolExecutor timer = DaemonTimer.named("dayreel-streamer-hls-timer");

    /**
     * How live streams are cut and listed.
     *
     * @param segment length of segments, where the key frames allow
     * @param part length of parts
     * @param window how far back live playlists reach
     * @param longestEvent how far back EVENT playlists reach
     * @param threads that cut
     */
    public record Rules(Duration segment, Duration part, Duration window, Duration longestEvent, int threads) {
        long segmentMicros() {
            return segment.toNanos() / 1000;
        }

        long partMicros() {
            return part.toNanos() / 1000;
        }

        long windowMicros() {
            return window.toNanos() / 1000;
        }
    }

    public LiveStreams(CutterServices services, ViewerWakes wakes, Rules rules) {
        this.services = services;
        this.wakes = wakes;
        this.sampler = new TrackSampler(services.timeline());
        this.starts = new LineStart(services.index(), sampler, rules);
        this.lines = new LiveLines(new LiveLine.Reach(rules.window(), rules.longestEvent()));
        this.cutting = CutThreads.of(rules.threads(), MAX_WATCHED);
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a record of the topic {@code cuts} over, in the topic's order. */
    public void apply(CutRecord change) {
        lines.apply(change);
        WatchedStream stream = watched.get(change.device());
        if (stream != null) {
            stream.wake();
        }
    }

    /** Streams that are watched here. */
    public int watchedCount() {
        return watched.size();
    }

    /**
     * The line of a device if it is known already and somebody watches it here: says that somebody still does. Never
     * blocks.
     */
    Optional<LiveLine> known(DeviceId device) {
        WatchedStream stream = watched.get(device);
        if (stream == null) {
            return Optional.empty();
        }
        stream.asked();
        return stream.lineToShow().filter(line -> !line.isEnded());
    }

    /**
     * The line of a device, which is begun if it has none. May block for seconds.
     *
     * @return empty if nothing of the device is kept
     * @throws TooManyException if too many devices are watched already
     */
    Optional<LiveLine> watch(DeviceId device) {
        Optional<LiveLine> known = known(device);
        if (known.isPresent()) {
            return known;
        }
        if (watched.size() >= MAX_WATCHED) {
            throw new TooManyException();
        }
        WatchedStream stream = watched.computeIfAbsent(device, this::newStream);
        stream.asked();
        synchronized (stream) {
            Optional<LiveLine> line = stream.line().filter(each -> !each.isEnded());
            if (line.isEmpty()) {
                line = begin(device);
                line.ifPresent(begun -> {
                    stream.follow(new DeviceCutter(device, begun, services));
                    awaitCaughtUp(device, begun);
                    stream.caughtUp();
                });
            }
            return line;
        }
    }

    /** More devices are watched than this instance takes. */
    public static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private WatchedStream newStream(DeviceId device) {
        WatchedStream stream = new WatchedStream(cutting);
        wakes.add(device, stream);
        return stream;
    }

    private Optional<LiveLine> begin(DeviceId device) {
        awaitTail(device);
        Optional<RecordedRange> recent = starts.recent(device);
        if (recent.isEmpty()) {
            return Optional.empty();
        }
        long received = services.index().lastReceivedMillis(device).orElse(0L);
        Silence silence = Silence.of(services.nowMillis() - received);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        long writeAt = System.nanoTime();
        while (System.nanoTime() < deadline) {
            Optional<LiveLine> line = lines.line(device).filter(each -> isOf(each, recent.get()));
            if (line.isPresent()) {
                return line;
            }
            if (System.nanoTime() - writeAt >= 0) {
                start(device, recent.get(), silence);
                writeAt = System.nanoTime() + WRITE_AGAIN.toNanos();
            }
            pause();
        }
        return Optional.empty();
    }

    /** Whether a line goes on, or shows all that there is. */
    private boolean isOf(LiveLine line, RecordedRange recent) {
        boolean fresh = services.nowMillis() - line.lastAtMillis() < LineRules.ABANDONED.toMillis();
        Rendition leader = line.renditionNames().get(0);
        long end = line.look(
                leader, each -> each.lastSpan().map(span -> span.endMicros()).orElse(0L));
        return line.isEnded() ? end >= recent.toMicros() - 1 : fresh;
    }

    private void start(DeviceId device, RecordedRange recent, Silence silence) {
        boolean growing = silence == Silence.NONE;
        starts.begin(device, recent, growing, lines.line(device), services.nowMillis(), services.instance())
                .ifPresent(started -> {
                    services.log().write(started);
                    if (silence == Silence.OFFLINE) {
                        services.log().write(new CutRecord.Ended(device, started.line(), services.nowMillis()));
                    }
                });
    }

    /**
     * Players begin at the end of what is listed first; some lose their way if that end leaps forward by seconds, and some
     * if no segment is whole.
     */
    private void awaitCaughtUp(DeviceId device, LiveLine line) {
        long recorded = starts.lastTimeMicros(device).orElse(0L);
        long deadline = System.nanoTime() + CATCH_UP_PATIENCE.toNanos();
        while (!isCaughtUp(line, recorded) && System.nanoTime() < deadline) {
            pause();
        }
    }

    private static boolean isCaughtUp(LiveLine line, long recordedMicros) {
        return line.isEnded()
                || line.renditionNames().stream()
                        .allMatch(each -> line.look(
                                each,
                                listed -> !listed.isYoung()
                                        && listed.lastSpan()
                                                .filter(last -> last.endMicros()
                                                        >= recordedMicros - 2 * listed.partTargetMicros())
                                                .isPresent()));
    }

    private void awaitTail(DeviceId device) {
        long deadline = System.nanoTime() + TAIL_PATIENCE.toNanos();
        services.seeker().awaitKnown(device);
        while (!services.index().isComplete(device) && System.nanoTime() < deadline) {
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted while a live stream was begun");
        }
    }

    /** The multivariant playlist of a line; may block. @param query what its media playlists are asked for with */
    Multivariant.Made multivariant(DeviceId device, LiveLine line, String query, LanguageWish wish) {
        RecordedRange recent = recent(device);
        return Multivariant.live(recent.runs(), rates(device, recent), line::has, query, wish);
    }

    /** What is known of the renditions of a line; may block. */
    LiveDescription described(DeviceId device, LiveLine line) {
        RecordedRange recent = recent(device);
        return new LiveDescription(recent.runs(), Multivariant.listed(recent.runs(), rates(device, recent), line::has));
    }

    private RecordedRange recent(DeviceId device) {
        return starts.recent(device)
                .orElseThrow(() -> new IllegalStateException("a line of a device that never recorded"));
    }

    private Map<Rendition, TrackRate> rates(DeviceId device, RecordedRange recent) {
        WatchedStream stream = watched.get(device);
        return stream == null
                ? sampler.sample(device, recent)
                : stream.rates(SAMPLE_NANOS, () -> sampler.sample(device, recent));
    }

    /** How long nothing came from a device, by our clock. */
    private enum Silence {
        /** It records. */
        NONE,
        /** It may go on, but what it recorded is whole. */
        PAUSE,
        /** It does not record at present: what it recorded last is shown to its end. */
        OFFLINE;

        private static final long OFFLINE_MILLIS = 60_000;

        static Silence of(long millis) {
            return millis > OFFLINE_MILLIS ? OFFLINE : millis > PastCuts.SETTLED.toMillis() ? PAUSE : NONE;
        }
    }

    private void tick() {
        try {
            watched.forEach((device, stream) -> {
                if (stream.idleNanos() > LineRules.UNWATCHED.toNanos() && watched.remove(device, stream)) {
                    wakes.remove(device, stream);
                    stream.close();
                } else {
                    stream.wake();
                }
            });
        } catch (RuntimeException e) { // the next tick must come
            LOG.error("hls-tick-failed", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        watched.forEach((device, stream) -> {
            wakes.remove(device, stream);
            stream.close();
        });
        cutting.shutdown();
        try {
            if (!cutting.awaitTermination(3, TimeUnit.SECONDS)) {
                cutting.shutdownNow();
            }
        } catch (InterruptedException e) {
            cutting.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Threads that cut; a stream waits for one at most once. */
    private static final class CutThreads {
        private CutThreads() {}

        static ThreadPoolExecutor of(int size, int streams) {
            return new ThreadPoolExecutor(
                    size, size, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(streams * 2), task -> {
                        Thread thread = new Thread(task, "dayreel-streamer-cuts");
                        thread.setDaemon(true);
                        return thread;
                    });
        }
    }
}
