package io.dayreel.writer.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import io.dayreel.testkit.clock.TestClock;
import io.dayreel.writer.coverage.PartitionCoverage;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.offsets.AnnouncedOffsets;
import io.dayreel.writer.offsets.StreamHeads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionSpoolsIT {
    private static final SpoolLimits LIMITS =
            new SpoolLimits(256 << 10, Duration.ofMinutes(15), Duration.ofSeconds(30), 1 << 20, 1_000);

    @TempDir
    Path temporary;

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");
    private final Camera busy = camera("busy");
    private final Camera slow = camera("slow");
    private final List<SpooledSegment> closed = new ArrayList<>();
    private SpoolDirectory directory;

    private static Camera camera(String device) {
        return Camera.of(CameraSettings.of("demo", device, "2026-11-21"));
    }

    @BeforeEach
    void open() throws IOException {
        directory = SpoolDirectory.open(temporary.resolve("spool"));
    }

    @AfterEach
    void close() throws IOException {
        directory.close();
    }

    private PartitionSpools spools(AnnouncedOffsets announced) {
        return new PartitionSpools(
                new PartitionSpools.Source("topic", 0, 0, 0),
                new PartitionSpools.Surroundings(
                        directory, LIMITS, new WriterFigures(), clock, closed::add, (stream, run) -> Optional::empty),
                announced,
                new StreamHeads(),
                new PartitionCoverage(0, 0));
    }

    private FrameRecord record(long offset, Camera camera, long first, long last) {
        byte[] message = camera.sends(first, last).messages(1_000).get(0);
        return new FrameRecord(offset, clock.millis(), camera.stream().toString(), ByteBuffer.wrap(message));
    }

    @Covers("F1")
    @Test
    void everySegmentNamesTheOneOfItsStreamThatWasClosedBefore() throws IOException {
        PartitionSpools spools = spools(new AnnouncedOffsets());
        for (int offset = 0; offset < 40; offset++) {
            spools.accept(record(offset, busy, offset * 10L, offset * 10L + 9));
        }
        spools.discard();

        assertThat(closed).hasSizeGreaterThan(2);
        assertThat(closed.get(0).summary().follows()).isEmpty();
        for (int i = 1; i < closed.size(); i++) {
            assertThat(closed.get(i).summary().follows())
                    .containsExactly(closed.get(i - 1).summary().root());
        }
    }

    @Test
    void theSameRecordsMakeTheSameObjectNamesOnEveryReplay() throws IOException {
        for (int replay = 0; replay < 2; replay++) {
            PartitionSpools spools = spools(new AnnouncedOffsets());
            for (int offset = 0; offset < 40; offset++) {
                spools.accept(record(offset, busy, offset * 10L, offset * 10L + 9));
            }
            spools.discard();
        }

        int each = closed.size() / 2;
        assertThat(each).isGreaterThan(2);
        assertThat(closed.subList(0, each).stream().map(SpooledSegment::key))
                .containsExactlyElementsOf(closed.subList(each, 2 * each).stream()
                        .map(SpooledSegment::key)
                        .toList());
        assertThat(closed).allMatch(segment -> segment.size() <= LIMITS.segmentMaxBytes());
    }

    @Test
    void aSlowStreamThatHoldsTheCommittedOffsetBackTooFarIsClosed() throws IOException {
        PartitionSpools spools = spools(new AnnouncedOffsets());

        spools.accept(record(0, slow, 0, 0));
        long offset = 1;
        while (closed.stream().noneMatch(segment -> segment.reason() == CloseReason.LAG)) {
            spools.accept(record(offset, busy, offset * 10, offset * 10 + 9));
            spools.closeDue(false);
            offset++;
        }

        assertThat(closed.get(closed.size() - 1).stream()).isEqualTo(slow.stream());
        assertThat(offset).isLessThan(100);
    }

    @Test
    void aSegmentIsAsOldAsThePartitionsTimeSaysAndNotAsTheClockDuringAReplay() throws IOException {
        PartitionSpools spools = spools(new AnnouncedOffsets());
        spools.accept(record(0, busy, 0, 9));

        clock.advance(Duration.ofHours(1));
        spools.closeDue(false);
        assertThat(closed).isEmpty();
        spools.closeDue(true);

        assertThat(closed).singleElement().extracting(SpooledSegment::reason).isEqualTo(CloseReason.AGE);
    }

    @Test
    void announcedRecordsAreSkippedAndTheOffsetGoesOn() throws IOException {
        AnnouncedOffsets announced = new AnnouncedOffsets();
        announced.add(busy.stream(), 0, 1, 0);
        PartitionSpools spools = spools(announced);

        spools.accept(record(0, busy, 0, 9));
        spools.accept(record(1, busy, 10, 19));
        assertThat(spools.openSegments()).isZero();
        spools.accept(record(2, busy, 20, 29));

        assertThat(spools.firstOpenOffset()).hasValue(2);
        assertThat(spools.nextOffset()).isEqualTo(3);
    }

    @Test
    void aSpoolIsUsedByOneWriterAtATimeAndEmptiedByTheNext() throws IOException {
        PartitionSpools spools = spools(new AnnouncedOffsets());
        spools.accept(record(0, busy, 0, 9));

        assertThat(catchThrowable(() -> SpoolDirectory.open(temporary.resolve("spool"))))
                .hasMessageContaining("used by another writer");
        directory.close();
        directory = SpoolDirectory.open(temporary.resolve("spool"));

        assertThat(temporary.resolve("spool")).isDirectoryNotContaining("glob:**.spool");
    }
}
