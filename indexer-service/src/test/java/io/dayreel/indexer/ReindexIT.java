package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.s3.S3Fault;
import io.dayreel.testkit.s3.S3Server;
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
            "/v1/devices/cam-0/days/2026-03-01/manifest",
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
            first.seal(new StreamId("demo", "cam-0", Day.parse("2026-03-01")));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> answers(first, indexer).toString().contains("\"sealed\":{\"manifest\":0"));
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
                    .contains(
                            "\"state\":\"SUCCEEDED\"",
                            "\"announced\":4",
                            "\"sealed\":1",
                            "\"unreadable\":1",
                            "\"missing\":0")
                    .contains("demo/cam-1/2026-03-02/00009-0000000000-0123456789abcdef.drs");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(answers(second, indexer)).isEqualTo(before));

            second.store().list("demo/cam-0/", "", 1).forEach(object -> second.store()
                    .delete(object.key()));
            assertThat(reindex(second, indexer))
                    .contains("\"announced\":0", "\"known\":3", "\"missing\":1", "does not hold it");
        }
    }

    @Test
    void asLongAsOneRunsAnyInstanceRefusesASecond() throws Exception {
        try (S3Server s3 = S3Server.start(directory.resolve("s3")).withBucket("segments");
                Installation installation = new Installation(directory, directory.resolve("objects"));
                Installation.Indexer one = installation.start("one", storeOn(s3));
                Installation.Indexer two = installation.start("two", storeOn(s3))) {
            String operator = installation.token("demo", Role.OPERATOR);
            awaitAnswers(installation, one, operator);
            awaitAnswers(installation, two, operator);
            s3.fault(new S3Fault.Holding());

            HttpResponse<String> begun = installation.post(one, "/v1/reindex", operator);
            HttpResponse<String> sameInstance = installation.post(one, "/v1/reindex", operator);
            HttpResponse<String> otherInstance = installation.post(two, "/v1/reindex", operator);
            s3.heal();
            String job = "/v1/reindex/" + id(begun);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> installation.get(two, job, operator).body().contains("SUCCEEDED"));
            HttpResponse<String> afterwards = installation.post(two, "/v1/reindex", operator);

            assertThat(begun.statusCode()).isEqualTo(202);
            assertThat(sameInstance.statusCode()).isEqualTo(409);
            assertThat(sameInstance.body()).contains("already-running");
            assertThat(otherInstance.statusCode()).as(otherInstance.body()).isEqualTo(409);
            assertThat(afterwards.statusCode()).isEqualTo(202);
        }
    }

    private static Map<String, String> storeOn(S3Server s3) {
        return Map.of(
                "dayreel.object-store.location", "s3://segments",
                "dayreel.object-store.endpoint", s3.endpoint().toString(),
                "dayreel.object-store.access-key", s3.credentials().accessKey(),
                "dayreel.object-store.secret-key", s3.credentials().secretKey());
    }

    private static void awaitAnswers(Installation installation, Installation.Indexer indexer, String token) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> installation.get(indexer, "/v1/reindex", token).statusCode() == 200);
    }

    private static String id(HttpResponse<String> begun) {
        Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(begun.body());
        assertThat(id.find()).as(begun.body()).isTrue();
        return id.group(1);
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
