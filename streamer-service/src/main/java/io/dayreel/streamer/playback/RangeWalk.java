package io.dayreel.streamer.playback;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Goes over all frames of a time range: from the key frames that the first of them need, up to, not including, the end.
 * Blocks; holds one frame in memory.
 */
public final class RangeWalk {
    private static final long SLACK_MICROS = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(100);

    private final PlaybackServices services;
    private final DeviceId device;
    private final Optional<Landing> landing;
    private final long toMicros;
    private final Optional<Set<Integer>> tracks;

    /** Takes the frames. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param array holds the frame; shared, never changed
         * @param frame valid during the call
         * @return whether to go on
         */
        boolean visit(byte[] array, FrameView frame) throws IOException;
    }

    private RangeWalk(
            PlaybackServices services,
            DeviceId device,
            Optional<Landing> landing,
            long toMicros,
            Optional<Set<Integer>> tracks) {
        this.services = services;
        this.device = device;
        this.landing = landing;
        this.toMicros = toMicros;
        this.tracks = tracks;
    }

    /** Finds where the range begins. @param tracks absent for all */
    public static RangeWalk of(
            PlaybackServices services, DeviceId device, long fromMicros, long toMicros, Optional<Set<Integer>> tracks) {
        Optional<Landing> landing = services.seeker()
                .at(device, fromMicros)
                .filter(found -> !found.live() && found.askedMicros() < toMicros);
        return new RangeWalk(services, device, landing, toMicros, tracks);
    }

    /** Visits the frames; none if there are none. */
    public void each(Visitor visitor) throws IOException {
        if (landing.isEmpty()) {
            return;
        }
        try (FrameCursor cursor = services.timeline().open(device, landing.get(), toMicros + SLACK_MICROS)) {
            walk(cursor, landing.get(), visitor);
        }
    }

    private void walk(FrameCursor cursor, Landing start, Visitor visitor) throws IOException {
        Instant deadline = services.clock().instant().plus(PATIENCE);
        while (true) {
            switch (cursor.advance()) {
                case FRAME -> {
                    if (cursor.frame().timeMicros() >= toMicros + SLACK_MICROS) {
                        return;
                    }
                    if (isWanted(cursor.frame(), start) && !visitor.visit(cursor.array(), cursor.frame())) {
                        return;
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
