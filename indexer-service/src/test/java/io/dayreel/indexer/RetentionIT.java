package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.disk.SmallDisk;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole segments go, the oldest first. */
class RetentionIT {
    private static final String PERIOD = "dayreel.indexer.retention.period";

    @TempDir
    Path directory;

    @Covers("F2")
    @Test
    void theOldestSegmentsGoUntilTheRestFitsAlsoThoseWhoseDeletionWasOnlyAnnounced() throws Exception {
        try (Installation installation = new Installation(directory, directory.resolve("objects"))) {
            Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
            long now = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
            List<SegmentRecord.Announced> segments = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                segments.add(Recorded.segment(installation.store(), camera, i * 100, i * 100 + 99, now + i * 60_000));
            }
            long fitsTwo = segments.get(2).size() + segments.get(3).size();
            Map<String, String> settings =
                    Map.of(PERIOD, "PT1S", "dayreel.indexer.retention.max-total-bytes", Long.toString(fitsTwo));
            try (Installation.Indexer indexer = installation.start("one", settings)) {
                for (SegmentRecord.Announced segment : segments) {
                    installation.announce(segment);
                }
                SegmentRecord.Announced leftBehind = Recorded.segment(installation.store(), camera.inRun(7), 0, 9, now);
                installation.announce(
                        new SegmentRecord.Deleted(leftBehind.key(), camera.stream(), "retention-age", now));

                await().atMost(Duration.ofSeconds(60))
                        .until(() -> installation.store().list("demo/", "", 10).size() == 2);

                assertThat(installation.store().list("demo/", "", 10))
                        .extracting(object -> object.key())
                        .containsExactly(segments.get(2).key(), segments.get(3).key());
                await().atMost(Duration.ofSeconds(20)).until(() -> installation
                        .get(indexer, "/v1/devices/cam/days/2026-03-01", installation.token("demo", Role.VIEWER))
                        .body()
                        .contains("\"segments\":2"));
                assertThat(Files.readString(indexer.process().output()))
                        .contains("segment-deleted key=" + segments.get(0).key())
                        .doesNotContain("segment-deleted key=" + segments.get(2).key());
                assertThat(installation.get(indexer, "/q/metrics", "").body())
                        .contains("dayreel_indexer_retention_segments_deleted_total{reason=\"retention-size\"");
            }
        }
    }

    @Covers("F2")
    @Test
    void theManifestsOfADayGoWithItsLastSegment() throws Exception {
        try (Installation installation = new Installation(directory, directory.resolve("objects"))) {
            Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
            long old = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
            SegmentRecord.Announced segment = Recorded.segment(installation.store(), camera, 0, 9, old);
            try (Installation.Indexer indexer = installation.start("one", Map.of(PERIOD, "PT1S"))) {
                installation.announce(segment);
                installation.seal(camera.stream());
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> installation
                                        .store()
                                        .list("demo/cam/2026-03-01/manifest-0.json", "", 1)
                                        .size()
                                == 1);
                assertThat(indexer.process().isAlive()).isTrue();
            }
            try (Installation.Indexer indexer =
                    installation.start("one", Map.of(PERIOD, "PT1S", "dayreel.indexer.retention.max-age", "P1D"))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> installation.store().list("demo/", "", 10).isEmpty());
                assertThat(installation
                                .get(
                                        indexer,
                                        "/v1/devices/cam/days/2026-03-01/manifest",
                                        installation.token("demo", Role.VIEWER))
                                .statusCode())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void ageCountsFromTheLaterOfCaptureAndReceiveTime() throws Exception {
        try (Installation installation = new Installation(directory, directory.resolve("objects"))) {
            Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
            long old = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
            SegmentRecord.Announced receivedLongAgo = Recorded.segment(installation.store(), camera, 0, 9, old);
            SegmentRecord.Announced receivedNow =
                    Recorded.segment(installation.store(), camera, 10, 19, System.currentTimeMillis());
            try (Installation.Indexer indexer =
                    installation.start("one", Map.of(PERIOD, "PT1S", "dayreel.indexer.retention.max-age", "P1D"))) {
                installation.announce(receivedNow);
                installation.announce(receivedLongAgo);

                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                installation.store().head(receivedLongAgo.key()).isEmpty());

                assertThat(installation.store().head(receivedNow.key())).isPresent();
                assertThat(indexer.process().isAlive()).isTrue();
            }
        }
    }

    @Covers("F2")
    @Test
    void theOldestSegmentsGoWhileTheDiskHasLessRoomThanItMustWhateverFillsIt() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), 64, "retention's free-space floor");
                Installation installation =
                        new Installation(directory, disk.directory().resolve("objects"))) {
            List<SegmentRecord.Announced> segments = segments(installation, 5);
            FileStore room = Files.getFileStore(disk.directory());
            long floor = room.getUsableSpace()
                    + segments.get(0).size()
                    + segments.get(1).size() / 2;
            Map<String, String> settings =
                    Map.of(PERIOD, "PT1S", "dayreel.indexer.retention.min-free-bytes", Long.toString(floor));
            try (Installation.Indexer indexer = installation.start("one", settings)) {
                for (SegmentRecord.Announced segment : segments) {
                    installation.announce(segment);
                }
                awaitKept(installation, segments.subList(2, 5));
                assertThat(room.getUsableSpace()).isGreaterThanOrEqualTo(floor);

                long spare = room.getUsableSpace() - floor;
                Files.write(
                        disk.directory().resolve("of-somebody-else"),
                        new byte[Math.toIntExact(spare + segments.get(2).size() / 2)]);

                awaitKept(installation, segments.subList(3, 5));
                assertThat(indexer.process().isAlive()).isTrue();
            }
        }
    }

    @Covers("C10")
    @Test
    void whenTheInstanceThatDoesTheRoundsDiesAnotherGoesOnWithThem() throws Exception {
        try (Installation installation = new Installation(directory, directory.resolve("objects"))) {
            List<SegmentRecord.Announced> segments = segments(installation, 6);
            long fitsTwo = segments.stream()
                            .mapToLong(SegmentRecord.Announced::size)
                            .max()
                            .orElseThrow()
                    * 5
                    / 2;
            Map<String, String> settings =
                    Map.of(PERIOD, "PT1S", "dayreel.indexer.retention.max-total-bytes", Long.toString(fitsTwo));
            try (Installation.Indexer one = installation.start("one", settings);
                    Installation.Indexer two = installation.start("two", settings)) {
                for (SegmentRecord.Announced segment : segments.subList(0, 4)) {
                    installation.announce(segment);
                }
                awaitGone(installation, segments.subList(0, 2));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> doesTheRounds(installation, one) != doesTheRounds(installation, two));
                boolean oneDoes = doesTheRounds(installation, one);

                (oneDoes ? one : two).process().kill9();
                installation.announce(segments.get(4));
                installation.announce(segments.get(5));

                awaitGone(installation, segments.subList(0, 4));
                Installation.Indexer left = oneDoes ? two : one;
                awaitKept(installation, segments.subList(4, 6));
                assertThat(Files.readString(left.process().output()))
                        .contains("segment-deleted key=" + segments.get(3).key());
                await().atMost(Duration.ofSeconds(10)).until(() -> doesTheRounds(installation, left));
            }
        }
    }

    private static boolean doesTheRounds(Installation installation, Installation.Indexer indexer) throws Exception {
        return !installation
                .get(indexer, "/q/metrics", "")
                .body()
                .contains("dayreel_indexer_retention_total_bytes 0.0");
    }

    private static List<SegmentRecord.Announced> segments(Installation installation, int count) throws Exception {
        Camera camera = Recorded.camera("demo", "cam", "2026-03-01");
        long start = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        List<SegmentRecord.Announced> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(Recorded.segment(installation.store(), camera, i * 100, i * 100 + 99, start + i * 60_000));
        }
        return segments;
    }

    private static void awaitGone(Installation installation, List<SegmentRecord.Announced> gone) {
        await().atMost(Duration.ofSeconds(90)).until(() -> gone.stream()
                .allMatch(segment -> installation.store().head(segment.key()).isEmpty()));
    }

    private static void awaitKept(Installation installation, List<SegmentRecord.Announced> kept) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(installation.store().list("demo/", "", 10))
                        .extracting(object -> object.key())
                        .containsExactlyElementsOf(
                                kept.stream().map(SegmentRecord.Announced::key).toList()));
    }
}
