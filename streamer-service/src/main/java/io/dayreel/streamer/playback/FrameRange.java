package io.dayreel.streamer.playback;

import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * All frames of a time range, written to a stream as fast as it takes them: from the key frames that the first of them
 * need, up to, not including, the end. Blocks the writing thread; holds one frame in memory.
 */
public final class FrameRange {
    private final PlaybackServices services;
    private final Semaphore permits;
    private final RangeWalk walk;

    private FrameRange(PlaybackServices services, Semaphore permits, RangeWalk walk) {
        this.services = services;
        this.permits = permits;
        this.walk = walk;
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
        RangeWalk walk = RangeWalk.of(services, device, fromMicros, toMicros, tracks);
        return permits.tryAcquire() ? Optional.of(new FrameRange(services, permits, walk)) : Optional.empty();
    }

    /** Writes the frames; nothing if there are none. */
    public void writeTo(OutputStream target) throws IOException {
        try {
            walk.each((array, frame) -> {
                target.write(array, frame.offset(), frame.length());
                services.counters().sent(frame.length());
                return true;
            });
        } finally {
            permits.release();
        }
    }
}
