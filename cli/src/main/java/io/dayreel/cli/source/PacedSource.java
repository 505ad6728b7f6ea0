package io.dayreel.cli.source;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds every frame back until its capture time has come, so that a file plays like a camera. */
public final class PacedSource implements CaptureSource {

    private static final long LONGEST_WAIT_MICROS = 200_000;

    private final CaptureSource source;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param source owned from here on */
    public PacedSource(CaptureSource source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException, InterruptedException {
        Optional<CapturedFrame> frame = source.next();
        if (frame.isEmpty()) {
            return frame;
        }
        long left = untilMicros(frame.get());
        while (left > 0) {
            if (closed.await(Math.min(left, LONGEST_WAIT_MICROS), TimeUnit.MICROSECONDS)) {
                return Optional.empty();
            }
            left = untilMicros(frame.get());
        }
        return frame;
    }

    private long untilMicros(CapturedFrame frame) {
        return frame.timeMicros() - ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    @Override
    public boolean live() {
        return source.live();
    }

    @Override
    public void close() {
        closed.countDown();
        source.close();
    }
}
