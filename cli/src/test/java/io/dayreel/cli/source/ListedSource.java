package io.dayreel.cli.source;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Gives frames of fixed times, then ends, fails, or says nothing until it is closed. */
final class ListedSource implements CaptureSource {

    enum Then {
        END,
        FAIL,
        SILENCE
    }

    private final int track;
    private final Then then;
    private final long[] times;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int given;

    ListedSource(int track, Then then, long... times) {
        this.track = track;
        this.then = then;
        this.times = times;
    }

    int given() {
        return given;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads the source, others only look
    public Optional<CapturedFrame> next() throws IOException, InterruptedException {
        if (given < times.length) {
            FrameHeader header = FrameHeader.of(FrameType.TELEMETRY, Codec.JSON)
                    .onTrack(track)
                    .timed(times[given++], 0, 0);
            return Optional.of(new CapturedFrame(header, new byte[0], Optional.empty()));
        } else if (then == Then.FAIL) {
            throw new CaptureException("broken");
        } else if (then == Then.SILENCE) {
            closed.await(30, TimeUnit.SECONDS);
        }
        return Optional.empty();
    }

    @Override
    public boolean live() {
        return then == Then.SILENCE;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
