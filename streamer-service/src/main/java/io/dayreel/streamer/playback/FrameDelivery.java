package io.dayreel.streamer.playback;

import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.tail.HealedFrames;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Gap;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends a viewer the frames that it asked for, with what it must know before each: position, gaps, configurations.
 * Frames that lie side by side in memory go as one message. Not thread-safe.
 */
final class FrameDelivery {
    private static final int MAX_MESSAGE = 128 << 10;

    private final ViewerSink sink;
    private final Configurations configurations;
    private final Optional<Set<Integer>> tracks;
    private final PlaybackCounters counters;
    private final ToldGaps told = new ToldGaps();
    private Map<Integer, Long> videoFrom = Map.of();
    private TimelinePosition landed = new TimelinePosition(Day.VIDEO, 0, 0);
    private long dropBefore = Long.MIN_VALUE;
    private boolean positionDue;
    private Optional<Long> reply = Optional.empty();
    private String source = "";
    private long soughtAtNanos;
    private byte[] batch = new byte[0];
    private int batchFrom;
    private int batchTo;

    FrameDelivery(
            ViewerSink sink, Configurations configurations, Optional<Set<Integer>> tracks, PlaybackCounters counters) {
        this.sink = sink;
        this.configurations = configurations;
        this.tracks = tracks;
        this.counters = counters;
    }

    /** What was collected for the old position is forgotten; the next frame is preceded by its position. */
    void landed(Landing landing, Optional<Long> replyTo) {
        batchFrom = batchTo;
        videoFrom = landing.videoFrom();
        landed = landing.position();
        dropBefore = landing.dropBeforeMicros();
        positionDue = true;
        reply = replyTo;
        soughtAtNanos = System.nanoTime();
    }

    /** Frames were left out for a slow viewer. */
    void skipped(Landing landing, ViewerMessage.Skipped message) {
        send(message);
        counters.skipped(message.ranges().size());
        videoFrom = landing.videoFrom();
        landed = landing.position();
    }

    boolean isPositionDue() {
        return positionDue;
    }

    /** Sends the position behind the last frame when there is no frame to send. */
    void positionWithoutFrame(TimelinePosition at, long timeMicros, String newSource) {
        position(at, timeMicros, newSource);
    }

    void deliver(FrameCursor cursor, String newSource) {
        FrameView frame = cursor.frame();
        if (!positionDue) {
            cursor.gap().ifPresent(this::gap);
        }
        if (!isWanted(cursor.day(), frame)) {
            return;
        }
        if (positionDue || !source.equals(newSource)) {
            if (positionDue) {
                counters.sought(System.nanoTime() - soughtAtNanos);
            }
            position(new TimelinePosition(cursor.day(), frame.run(), frame.counter()), frame.timeMicros(), newSource);
        }
        configurations.before(cursor.day(), frame, newSource.equals("live")).ifPresent(this::send);
        append(cursor.array(), frame);
        counters.sent(frame.length());
    }

    private boolean isWanted(Day day, FrameView frame) {
        FrameType type = frame.type();
        if (tracks.isPresent() && type != FrameType.END_OF_RUN && !tracks.get().contains(frame.track())) {
            return false;
        }
        if (frame.timeMicros() < dropBefore) {
            return false;
        }
        dropBefore = Long.MIN_VALUE;
        if (type != FrameType.VIDEO || videoFrom.isEmpty()) {
            return true;
        }
        boolean inLandedRun = day.equals(landed.day()) && frame.run() == landed.run();
        return !inLandedRun || frame.counter() >= videoFrom.getOrDefault(frame.track(), 0L);
    }

    private void position(TimelinePosition at, long timeMicros, String newSource) {
        source = newSource;
        positionDue = false;
        send(new ViewerMessage.Position(at.day(), at.run(), at.counter(), instant(timeMicros), newSource, reply));
        reply = Optional.empty();
    }

    /** Tells of frames that came late, unless they were overtaken by moments before the viewer came there. */
    void healed(HealedFrames frames) {
        boolean wasTold = told.fill(frames.stream().day(), frames.run(), frames.ranges());
        if (wasTold || !frames.reordered()) {
            send(new ViewerMessage.Healed(
                    frames.stream().day(),
                    frames.run(),
                    frames.ranges(),
                    instant(frames.fromMicros()),
                    instant(frames.toMicros())));
        }
    }

    private void gap(Gap gap) {
        told.told(gap.day(), gap.run(), gap.missing());
        send(new ViewerMessage.Gap(
                instant(gap.fromMicros()),
                instant(gap.toMicros()),
                Optional.of(gap.day()),
                Optional.of(gap.run()),
                gap.missing(),
                gap.missing().isEmpty() ? "no-recording" : "missing"));
    }

    private void append(byte[] array, FrameView frame) {
        boolean adjacent = array == batch && frame.offset() == batchTo;
        if (!adjacent || frame.end() - batchFrom > MAX_MESSAGE) {
            flush();
            batch = array;
            batchFrom = frame.offset();
        }
        batchTo = frame.end();
    }

    void send(ViewerMessage message) {
        flush();
        sink.send(message);
    }

    /** Sends what was collected. */
    void flush() {
        if (batchTo > batchFrom) {
            sink.frames(batch, batchFrom, batchTo);
        }
        batchFrom = batchTo;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
