package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
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
}
