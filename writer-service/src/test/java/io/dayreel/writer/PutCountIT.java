package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.PutReason;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import io.dayreel.writer.WriterUnderTest.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What a run costs in PUT requests. CI sends a smaller run into smaller segments, in the same proportion; the figure for
 * 2 GB comes from {@code -Ddayreel.put-count.mebibytes=2048 -Ddayreel.put-count.segment-mebibytes=64}.
 */
class PutCountIT extends WriterScene {
    private static final long BYTES = Long.getLong("dayreel.put-count.mebibytes", 96) << 20;
    private static final long SEGMENT = Long.getLong("dayreel.put-count.segment-mebibytes", 3) << 20;
    private static final int FRAMES_PER_MESSAGE = 4;

    @Override
    int partitions() {
        return 1;
    }

    @Covers("B3")
    @Test
    void aRunWithoutFaultsTakesAtMostOnePointOneTimesItsBytesBySegmentSizePutsAndOne() {
        // Today's: the end of a run of an earlier day closes no segment.
        StreamId stream = new StreamId("demo", "one", Day.of(Instant.now()));
        Camera camera = Camera.of(CameraSettings.of(stream).withVideo(25, 8_000_000, 50));
        WriterUnderTest writer =
                start(Options.of("w1").segments(SEGMENT, Duration.ofMinutes(15)).spool(8 * SEGMENT, 0));
        long bucketPuts = s3.requests("PUT");

        long bytes = produceRun(camera);
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> reasons().getOrDefault("run-end", 0) == 1);

        long puts = s3.requests("PUT") - bucketPuts;
        System.out.println("put-count: " + puts + " PUTs for " + bytes + " bytes in segments of at most " + SEGMENT
                + ", bound " + (1.1 * bytes / SEGMENT + 1));
        assertThat((double) puts).isLessThanOrEqualTo(1.1 * bytes / SEGMENT + 1);
        assertThat(writer.requests().puts(PutReason.SIZE)).isEqualTo(puts - 1);
        assertThat(writer.requests().puts(PutReason.RUN_END)).isEqualTo(1);
        assertThat(archive.announcements()).hasSize(Math.toIntExact(puts));
    }

    private long produceRun(Camera camera) {
        AtomicLong bytes = new AtomicLong();
        long next = 0;
        while (bytes.get() < BYTES) {
            camera.sends(next, next + 199).messages(FRAMES_PER_MESSAGE, message -> {
                bytes.addAndGet(message.length);
                rig.produce(camera.stream().toString(), message, System.currentTimeMillis());
            });
            next += 200;
            rig.flush();
        }
        rig.produce(camera.stream().toString(), camera.endOfRun(next, "input-end"), System.currentTimeMillis());
        rig.flush();
        return bytes.get();
    }
}
