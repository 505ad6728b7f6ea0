package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All but object storage is lost. */
class ReindexIT {
    private static final List<String> QUESTIONS = List.of(
            "/v1/devices",
            "/v1/devices/cam-0/days",
            "/v1/devices/cam-0/events",
            "/v1/devices/cam-0/days/2026-03-01",
            "/v1/devices/cam-0/days/2026-03-01/timeline",
            "/v1/devices/cam-0/days/2026-03-01/key-frames",
            "/v1/devices/cam-0/days/2026-03-01/segments",
            "/v1/devices/cam-1/days/2026-03-02/timeline");

    @TempDir
    Path directory;

    @Covers({"A3", "F4"})
    @Test
    void theCatalogueComesBackTheSameFromObjectStorageAlone() throws Exception {
        Path objects = directory.resolve("objects");
        List<String> before;
        try (Installation first = new Installation(directory.resolve("first"), objects);
                Installation.Indexer indexer = first.start("one", Map.of())) {
            for (SegmentRecord.Announced segment : recordSegments(first)) {
                first.announce(segment);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> answers(first, indexer).toString().contains("2026-03-02")
                            && answers(first, indexer).toString().contains("\"segments\":3"));
            before = answers(first, indexer);
            first.store().put("demo/cam-1/2026-03-02/00009-0000000000-0123456789abcdef.drs", torn(first));
        }

        try (Installation second = new Installation(directory.resolve("second"), objects);
                Installation.Indexer indexer = second.start("one", Map.of())) {
            assertThat(second.get(indexer, "/v1/devices", second.token("demo", Role.VIEWER))
                            .body())
                    .isEqualTo("{\"devices\":[]}");
            String job = reindex(second, indexer);

            assertThat(job)
                    .contains("\"state\":\"SUCCEEDED\"", "\"announced\":4", "\"unreadable\":1", "\"missing\":0")
                    .contains("demo/cam-1/2026-03-02/00009-0000000000-0123456789abcdef.drs");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(answers(second, indexer)).isEqualTo(before));

            second.store().list("demo/cam-0/", "", 1).forEach(object -> second.store()
                    .delete(object.key()));
            assertThat(reindex(second, indexer))
                    .contains("\"announced\":0", "\"known\":3", "\"missing\":1", "does not hold it");
        }
    }

    private static List<SegmentRecord.Announced> recordSegments(Installation installation) throws Exception {
        Camera one = Recorded.camera("demo", "cam-0", "2026-03-01");
        Camera other = Recorded.camera("demo", "cam-1", "2026-03-02");
        return List.of(
                Recorded.segment(installation.store(), one, 100, 199, 2_000),
                Recorded.segment(installation.store(), one, 0, 49, 1_000),
                Recorded.segment(installation.store(), one, 40, 89, 3_000),
                Recorded.segment(installation.store(), other, 0, 99, 4_000));
    }

    private static byte[] torn(Installation installation) {
        String whole = installation.store().list("demo/cam-1/", "", 1).get(0).key();
        return installation.store().read(whole, 0, 5_000);
    }

    private static String reindex(Installation installation, Installation.Indexer indexer) throws Exception {
        String operator = installation.token("demo", Role.OPERATOR);
        HttpResponse<String> begun = installation.post(indexer, "/v1/reindex", operator);
        assertThat(begun.statusCode()).isEqualTo(202);
        String job = begun.headers().firstValue("Location").orElseThrow();
        Matcher path = Pattern.compile("/v1/reindex/.+").matcher(job);
        assertThat(path.find()).isTrue();
        String at = path.group();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !installation.get(indexer, at, operator).body().contains("RUNNING"));
        assertThat(installation
                        .get(indexer, at, installation.token("other", Role.OPERATOR))
                        .statusCode())
                .isEqualTo(404);
        return installation.get(indexer, at, operator).body();
    }

    /** Who announced a segment, when and why is not part of what is rebuilt. */
    private static List<String> answers(Installation installation, Installation.Indexer indexer) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String question : QUESTIONS) {
            answers.add(installation
                    .get(indexer, question, installation.token("demo", Role.VIEWER))
                    .body()
                    .replaceAll("\"reason\":\"(size|reindex)\",\"writer\":\"[a-z]+\",\"createdMillis\":\\d+", ""));
        }
        return answers;
    }
}
