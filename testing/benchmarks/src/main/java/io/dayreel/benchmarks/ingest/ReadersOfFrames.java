package io.dayreel.benchmarks.ingest;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Metrics;
import io.dayreel.benchmarks.cloud.Service;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells when writer and streamer have read what was sent. */
final class ReadersOfFrames {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final int STILL = 3;

    private final Installation installation;

    /** What the writer had read. */
    record Mark(double frames) {}

    ReadersOfFrames(Installation installation) {
        this.installation = installation;
    }

    Mark mark() {
        return new Mark(written());
    }

    private double written() {
        Metrics writer = installation.metrics(Service.WRITER);
        return writer.sum("dayreel_writer_frames_spooled_total");
    }

    private double tailBytes() {
        return installation.metrics(Service.STREAMER).sum("dayreel_streamer_tail_bytes");
    }

    /**
     * Waits until the writer has put {@code frames} more frames into segments and the streamer's tail has not changed
     * for a while.
     *
     * @return when the later of the two was first seen to be done, on {@link System#nanoTime}'s clock
     */
    long awaitAll(Mark mark, long frames) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        long writerDone = 0;
        double tail = -1;
        long tailDone = 0;
        int still = 0;
        while (writerDone == 0 || still < STILL) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("writer and streamer have not read everything within "
                        + LIMIT.toSeconds() + " s; the writer has " + (written() - mark.frames()) + " of " + frames);
            }
            if (writerDone == 0 && written() - mark.frames() >= frames) {
                writerDone = System.nanoTime();
            }
            double now = tailBytes();
            if (now == tail) {
                still++;
            } else {
                tail = now;
                tailDone = System.nanoTime();
                still = 0;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return Math.max(writerDone, tailDone);
    }
}
