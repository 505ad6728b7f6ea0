package io.dayreel.streamer.playback;

import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.tail.HealedFrames;
import io.dayreel.streamer.tail.Watcher;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One viewer's playback. It pulls frames from a cursor when the viewer takes them, so that nothing queues up: in the past
 * it waits for the viewer; at the live end a viewer that falls behind is moved to the newest key frame and told so.
 *
 * <p>Any thread may call {@link #wake}, {@link #command} and {@link #close}; the work is done in steps by the pool, one
 * at a time.
 */
public final class PlaybackSession implements Watcher {
    private static final LogEvents LOG = LogEvents.of(PlaybackSession.class);
    private static final int MAX_COMMANDS = 64;
    private static final int MAX_HEALED = 64;
    private static final int STEP_BYTES = 512 << 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long INCOMPLETE_RETRY_NANOS = 100 * NANOS_PER_MILLI;
    private static final long INCOMPLETE_PATIENCE_NANOS = 30_000 * NANOS_PER_MILLI;
    private static final long ARCHIVE_RETRY_NANOS = 1_000 * NANOS_PER_MILLI;
    private static final long STUCK_NANOS = 60_000 * NANOS_PER_MILLI;
    private static final int UNEXPECTED = 1011;

    private final PlaybackRequest request;
    private final PlaybackServices services;
    private final ViewerSink sink;
    private final FrameDelivery delivery;
    private final Pacer pacer;
    private final Queue<ViewerCommand> commands = new ArrayBlockingQueue<>(MAX_COMMANDS);
    private final Queue<HealedFrames> healed = new ArrayBlockingQueue<>(MAX_HEALED);
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean live;

    private StartPoint wanted;
    private Optional<Long> reply = Optional.empty();
    private FrameCursor cursor;
    private long askedMicros;
    private boolean framePending;
    private boolean paused;
    private boolean ended;
    private boolean wasFull;
    private long fullSinceNanos;
    private long incompleteSinceNanos;
    private boolean archiveFailed;
    private boolean liveTold;
    private boolean released;
    private Future<?> timer;

    public PlaybackSession(PlaybackRequest request, PlaybackServices services, ViewerSink sink) {
        this.request = request;
        this.services = services;
        this.sink = sink;
        this.wanted = request.from();
        this.pacer = new Pacer(request.speed());
        this.delivery = new FrameDelivery(
                sink, new Configurations(services.timeline(), request.device()), request.tracks(), services.counters());
    }

    public DeviceId device() {
        return request.device();
    }

    /** Begins to play. */
    public void start() {
        services.counters().joined();
        wake();
    }

    /** There may be something to do: new frames, room in the socket, a command. */
    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            submit();
        }
    }

    @Override
    public boolean isViewer() {
        return true;
    }

    /** Queues the word on what healed; a viewer that reads none of it loses the newest. */
    @Override
    public void healed(HealedFrames frames) {
        if (healed.offer(frames)) {
            wake();
        }
    }

    /** Queues a viewer's command; too many at once end the connection. */
    public void command(ViewerCommand command) {
        if (commands.offer(command)) {
            wake();
        } else {
            sink.close(CloseCode.TOO_FAST, "too many commands at once");
        }
    }

    /** Ends playback and gives everything back. May be called more than once. */
    public void close() {
        if (!closed) {
            closed = true;
            wake();
        }
    }

    private void submit() {
        try {
            if (live) {
                services.pool().runLive(this::step);
            } else {
                services.pool().runPast(this::step);
            }
        } catch (RejectedExecutionException e) {
            sink.close(CloseCode.RESTARTING, "this streamer is stopping or overloaded");
        }
    }

    private void step() {
        int seen = wakes.get();
        boolean more = false;
        try {
            more = closed ? release() : play();
        } catch (ArchiveUnavailableException e) {
            waitForArchive(e);
        } catch (RuntimeException e) { // our own fault: ends this viewer's playback, and nobody else's
            LOG.error("playback-failed", e, "device", request.device());
            sink.close(UNEXPECTED, "unexpected failure");
            release();
        }
        if (more || wakes.addAndGet(-seen) > 0) {
            wakes.set(1);
            submit();
        }
    }

    private boolean release() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        if (!released) {
            released = true;
            services.counters().left();
        }
        return false;
    }

    private void waitForArchive(ArchiveUnavailableException e) {
        if (!archiveFailed) {
            archiveFailed = true;
            LOG.warn("archive-unavailable", "device", request.device(), "reason", e.getMessage());
            delivery.send(new ViewerMessage.Error(
                    "archive-unavailable", "the archive does not answer at present; playing goes on when it does"));
        }
        later(ARCHIVE_RETRY_NANOS);
    }

    /** @return whether there is more to do at once, after others had their turn */
    private boolean play() {
        int before = STEP_BYTES;
        while (before > 0) {
            applyCommands();
            tellHealed();
            if (wanted != null && !land()) {
                return false;
            }
            if (ended || paused) {
                return rest();
            }
            if (sink.isFull()) {
                return waitForRoom();
            }
            catchUpIfLagging();
            if (!framePending && !advance()) {
                delivery.flush();
                return false;
            }
            if (!framePending) {
                continue;
            }
            if (isPastTheEnd()) {
                end("to");
                return false;
            }
            long delay = delayNanos();
            if (delay > 0) {
                delivery.flush();
                later(delay);
                return false;
            }
            before -= cursor.frame().length();
            delivery.deliver(cursor, source());
            framePending = false;
        }
        delivery.flush();
        return true;
    }

    private boolean rest() {
        delivery.flush();
        if (cursor != null) {
            cursor.release();
        }
        return false;
    }

    private boolean waitForRoom() {
        delivery.flush();
        long now = System.nanoTime();
        if (!wasFull) {
            wasFull = true;
            fullSinceNanos = now;
        } else if (now - fullSinceNanos > STUCK_NANOS) {
            sink.close(CloseCode.IDLE, "the viewer read nothing for a minute");
        }
        later(STUCK_NANOS);
        return false;
    }

    /** @return whether there is a frame to look at, or something changed */
    private boolean advance() {
        switch (cursor.advance()) {
            case FRAME -> {
                framePending = true;
                incompleteSinceNanos = 0;
                archiveFailed = false;
                return true;
            }
            case INCOMPLETE -> {
                long now = System.nanoTime();
                if (incompleteSinceNanos == 0) {
                    incompleteSinceNanos = now;
                }
                if (now - incompleteSinceNanos > INCOMPLETE_PATIENCE_NANOS) {
                    cursor.acceptHole();
                    incompleteSinceNanos = 0;
                    return true;
                }
                later(INCOMPLETE_RETRY_NANOS);
                return false;
            }
            default -> {
                return reachLiveEnd();
            }
        }
    }

    private boolean reachLiveEnd() {
        if (request.untilMicros()
                <= ChronoUnit.MICROS.between(Instant.EPOCH, services.clock().instant())) {
            end("to");
            return false;
        }
        if (delivery.isPositionDue()) {
            delivery.positionWithoutFrame(cursor.position(), Math.max(0, askedMicros), "live");
        }
        live = true;
        cursor.stayInTail(true);
        tellLive();
        return false;
    }

    private void tellLive() {
        if (!liveTold) {
            liveTold = true;
            delivery.send(new ViewerMessage.Live());
        }
    }

    private String source() {
        if (live) {
            return "live";
        }
        return cursor.isFromArchive() ? "archive" : "buffer";
    }

    private boolean isPastTheEnd() {
        return cursor.frame().timeMicros() >= request.untilMicros();
    }

    private void end(String reason) {
        ended = true;
        framePending = false;
        delivery.send(new ViewerMessage.End(reason));
        cursor.release();
    }

    private long delayNanos() {
        if (live) {
            return 0;
        }
        long now = System.nanoTime();
        long time = cursor.frame().timeMicros();
        if (!pacer.isStarted()) {
            pacer.start(Math.max(time, askedMicros), now);
        } else if (cursor.gap().isPresent() && pacer.delayNanos(time, now) > 0) {
            pacer.continueAt(time, now);
        }
        return pacer.delayNanos(time, now);
    }

    private void catchUpIfLagging() {
        if (!wasFull) {
            return;
        }
        wasFull = false;
        if (!live || services.liveLag(request.device(), cursor.position()) <= services.maxLiveLagBytes()) {
            return;
        }
        Optional<Landing> newest = services.seeker().live(request.device());
        newest.filter(landing -> isAhead(landing.position())).ifPresent(this::skipTo);
    }

    private boolean isAhead(TimelinePosition position) {
        TimelinePosition now = cursor.position();
        boolean sameRun = now.day().equals(position.day()) && now.run() == position.run();
        return sameRun ? position.counter() > now.counter() : position.day().compareTo(now.day()) >= 0;
    }

    private void skipTo(Landing landing) {
        CounterRanges ranges = new CounterRanges();
        Optional<CounterRange> skipped = cursor.skippedBefore(landing.position());
        skipped.ifPresent(range -> ranges.add(range.first(), range.last()));
        TimelinePosition from = cursor.position();
        framePending = false;
        cursor.skipTo(landing.position(), landing.runFirstTimeMicros());
        delivery.skipped(landing, new ViewerMessage.Skipped(from.day(), from.run(), ranges, "slow-viewer"));
    }

    /** Finds where to begin. @return whether it was found; if not, a frame of the device will wake this session */
    private boolean land() {
        Optional<Landing> landing = find(wanted);
        if (landing.isEmpty() && wanted instanceof StartPoint.AtFrame) {
            delivery.send(new ViewerMessage.Error("unknown-position", "nothing is kept of that day and run"));
            wanted = null;
            ended = cursor == null;
            return true;
        }
        if (landing.isEmpty()) {
            tellLive();
            return false;
        }
        begin(landing.get());
        return true;
    }

    private void begin(Landing landing) {
        if (cursor != null) {
            cursor.close();
        }
        cursor = services.timeline().open(request.device(), landing, request.untilMicros());
        wanted = null;
        ended = false;
        framePending = false;
        askedMicros = landing.askedMicros();
        pacer.restart();
        delivery.landed(landing, reply);
        reply = Optional.empty();
        live = landing.live();
        liveTold = false;
    }

    private Optional<Landing> find(StartPoint point) {
        if (point instanceof StartPoint.AtTime time) {
            return services.seeker().at(request.device(), time.micros());
        }
        if (point instanceof StartPoint.AtFrame frame) {
            return services.seeker().at(request.device(), frame.position());
        }
        return point instanceof StartPoint.Start
                ? services.seeker().start(request.device())
                : services.seeker().liveOrLast(request.device());
    }

    private void applyCommands() {
        for (ViewerCommand command = commands.poll(); command != null; command = commands.poll()) {
            apply(command);
        }
    }

    private void tellHealed() {
        for (HealedFrames next = sink.isFull() ? null : healed.poll(); next != null; next = healed.poll()) {
            delivery.healed(next);
        }
    }

    private void apply(ViewerCommand command) {
        if (command instanceof ViewerCommand.Play) {
            paused = false;
            pacer.restart();
        } else if (command instanceof ViewerCommand.Pause) {
            pause();
        } else if (command instanceof ViewerCommand.Seek seek) {
            seek(seek);
        } else if (command instanceof ViewerCommand.Live toLive) {
            wanted = new StartPoint.Live();
            reply = Optional.of(toLive.id());
            paused = false;
        } else if (command instanceof ViewerCommand.Rate rate) {
            rate(rate);
        }
    }

    /** A live viewer that pauses looks at the past afterwards. */
    private void pause() {
        paused = true;
        if (live && cursor != null) {
            live = false;
            liveTold = false;
            cursor.stayInTail(false);
        }
    }

    private void seek(ViewerCommand.Seek seek) {
        try {
            wanted = StartPoint.parse(seek.to());
            reply = Optional.of(seek.id());
        } catch (IllegalArgumentException e) {
            delivery.send(new ViewerMessage.Error("bad-message", e.getMessage()));
        }
    }

    private void rate(ViewerCommand.Rate rate) {
        try {
            pacer.change(Speed.parse(rate.speed()));
            pacer.restart();
        } catch (IllegalArgumentException e) {
            delivery.send(new ViewerMessage.Error("bad-message", e.getMessage()));
        }
    }

    private void later(long delayNanos) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = services.pool().later(this::wake, delayNanos);
    }
}
