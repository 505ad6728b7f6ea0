package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.testkit.disk.SmallDisk;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Gauge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a small disk of its own. */
class SpoolDiskFullIT extends WriterScene {
    private SmallDisk disk;

    @AfterEach
    void unmount() {
        close();
        if (disk != null) {
            disk.close();
        }
    }

    private Path mountSmallDisk(int mebibytes) {
        disk = SmallDisk.mount(directory.resolve("disk"), mebibytes, "the writer on a spool disk that is full");
        return disk.directory();
    }

    @Test
    void aDiskThatSomebodyElseFilledPausesThePartitionUntilThereIsRoomAgain() throws Exception {
        Footage footage = Footage.of("one", 600);
        Path small = mountSmallDisk(8);
        WriterUnderTest writer = start(Options.of("w1").spool(64 << 20, 0), small.resolve("spool"));
        Path ballast = small.resolve("ballast");
        Files.write(ballast, new byte[(8 << 20) - 300_000]);

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        await().atMost(PATIENCE).until(() -> writer.problem("writer-spool").isPresent());
        // The figure is counted when the partition's turn is over.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(writer.figures().get(Gauge.PARTITIONS_PAUSED))
                .isPositive());
        Files.delete(ballast);
        awaitAnnounced(footage, 601);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        await().atMost(PATIENCE).until(writer::isReady);
    }

    @Test
    void aDiskThatIsSmallerThanTheSpoolMayGrowClosesSegmentsEarlyAndGoesOn() throws Exception {
        Footage footage = Footage.of("one", 900);
        Path small = mountSmallDisk(6);
        start(
                Options.of("w1").segments(32 << 20, Duration.ofMinutes(15)).spool(64 << 20, 2 << 20),
                small.resolve("spool"));

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 901);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThat(reasons()).containsKey("lag");
    }
}
