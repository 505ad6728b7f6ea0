package io.dayreel.streamer.playback;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * All frames of a time range, written to a stream as fast as it takes them: from the key frames that the first of them
 * need, up to, not including, the end. Blocks the writing thread; holds one frame in memory.
 */
public final class FrameRange {
    private static final long SLACK_MICROS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(100);

    private final PlaybackServices services;
    private final Semaphore permits;
    private final DeviceId device;
    private final Optional<Landing> landing;
    private final long toMicros;
    private final Optional<Set<Integer>> tracks;

    private FrameRange(
            PlaybackServices services,
            Semaphore permits,
            DeviceId device,
            Optional<Landing> landing,
            long toMicros,
            Optional<Set<Integer>> tracks) {
        this.services = services;
        this.permits = permits;
        this.device = device;
        this.landing = landing;
        this.toMicros = toMicros;
        this.tracks = tracks;
    }

    /**
     * @param permits one for each range that may be open; given back by {@link #writeTo}, which must be called once
     * @return empty if there is no permit
     */
    public static Optional<FrameRange> open(
            PlaybackServices services,
            Semaphore permits,
            DeviceId device,
            long fromMicros,
            long toMicros,
            Optional<Set<Integer>> tracks) {
        Optional<Landing> landing = services.seeker()
                .at(device, fromMicros)
                .filter(found -> !found.live() || found.askedMicros() < toMicros);
        return permits.tryAcquire()
                ? Optional.of(new FrameRange(services, permits, device, landing, toMicros, tracks))
                : Optional.empty();
    }

    /** Writes the frames; nothing if there are none. */
    public void writeTo(OutputStream target) throws IOException {
        try {
            if (landing.isPresent() && !landing.get().live()) {
                try (FrameCursor cursor = services.timeline().open(device, landing.get(), toMicros + SLACK_MICROS)) {
                    write(cursor, landing.get(), target);
                }
            }
        } finally {
            permits.release();
        }
    }

    private void write(FrameCursor cursor, Landing start, OutputStream target) throws IOException {
        Instant deadline = services.clock().instant().plus(PATIENCE);
        while (true) {
            switch (cursor.advance()) {
                case FRAME -> {
                    if (cursor.frame().timeMicros() >= toMicros + SLACK_MICROS) {
                        return;
                    }
                    if (isWanted(cursor.frame(), start)) {
                        FrameView frame = cursor.frame();
                        target.write(cursor.array(), frame.offset(), frame.length());
                        services.counters().sent(frame.length());
                    }
                }
                case INCOMPLETE -> {
                    if (services.clock().instant().isAfter(deadline)) {
                        cursor.acceptHole();
                    } else {
                        LockSupport.parkNanos(RETRY.toNanos());
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private boolean isWanted(FrameView frame, Landing start) {
        if (frame.timeMicros() >= toMicros || frame.timeMicros() < start.dropBeforeMicros()) {
            return false;
        }
        if (tracks.isPresent() && !tracks.get().contains(frame.track())) {
            return false;
        }
        boolean inFirstRun = frame.run() == start.position().run()
                && frame.day() == start.position().day().number();
        return frame.type() != FrameType.VIDEO
                || !inFirstRun
                || frame.counter() >= start.videoFrom().getOrDefault(frame.track(), 0L);
    }
}
