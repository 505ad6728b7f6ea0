package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real broker and a directory store. */
class CatalogueServiceIT {
    private static final String DAY = "/v1/devices/cam/days/2026-03-01";
    private static final long RECEIVED = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final Camera CAMERA = Recorded.camera("demo", "cam", "2026-03-01");

    @TempDir
    static Path directory;

    private static Installation installation;
    private static Installation.Indexer indexer;
    private static SegmentRecord.Announced early;
    private static SegmentRecord.Announced late;

    @BeforeAll
    static void announceTwoSegmentsWithAHoleBetweenThem() throws Exception {
        installation = new Installation(directory, directory.resolve("objects"));
        indexer = installation.start("one", Map.of());
        late = Recorded.segment(installation.store(), CAMERA, 60, 99, RECEIVED);
        early = Recorded.segment(installation.store(), CAMERA, 0, 49, RECEIVED + 1000);
        installation.send(Topic.SEGMENTS, "demo/cam/2026-03-01", Map.of("type", "announced", "key", 7));
        installation.send(Topic.SEGMENTS, "demo/cam/2026-03-01", Map.of("type", "deleted", "reason", "no stream"));
        installation.announce(early);
        installation.announce(late);
        installation.announce(late);
        await().atMost(Duration.ofSeconds(60)).until(() -> answer(DAY).contains("\"segments\":2"));
    }

    @AfterAll
    static void stop() {
        indexer.close();
        installation.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return installation.get(indexer, path, installation.token("demo", Role.VIEWER), headers);
    }

    private static String answer(String path) throws Exception {
        return get(path).body();
    }

    @Covers({"A4", "A5", "B10"})
    @Test
    void aDaysTimelineShowsWhatIsRecordedAndTheHoleBetweenWithTheirTimes() throws Exception {
        String timeline = answer(DAY + "/timeline");

        assertThat(timeline).contains("\"counters\":[[0,49]]", "\"counters\":[[60,99]]");
        Matcher hole = Pattern.compile("\"from\":\"([^\"]+)\",\"to\":\"([^\"]+)\",\"run\":" + CAMERA.run()
                        + ",\"counters\":\\[\\[50,59]],\"reason\":\"missing\"")
                .matcher(timeline);
        assertThat(hole.find()).as(timeline).isTrue();
        assertThat(Instant.parse(hole.group(1))).isCloseTo(time(49), within(300, ChronoUnit.MILLIS));
        assertThat(Instant.parse(hole.group(2))).isCloseTo(time(60), within(300, ChronoUnit.MILLIS));
        assertThat(answer("/v1/devices")).contains("\"device\":\"cam\"", "\"bytes\":" + (early.size() + late.size()));
        assertThat(answer(DAY)).contains("\"frames\":90");
    }

    @Covers("A9")
    @Test
    void aHoleSaysWhatOfItIsLostOnceSyncSaysSoAndTheRevisionChanges() throws Exception {
        Camera camera = Recorded.camera("demo", "holed", "2026-03-01");
        String timeline = "/v1/devices/holed/days/2026-03-01/timeline";
        installation.announce(Recorded.segment(installation.store(), camera, 0, 9, RECEIVED));
        installation.announce(Recorded.segment(installation.store(), camera, 20, 29, RECEIVED));
        await().atMost(Duration.ofSeconds(30)).until(() -> answer(timeline).contains("\"counters\":[[10,19]]"));
        String tag = get(timeline).headers().firstValue("ETag").orElseThrow();

        CounterRanges lost = CounterRanges.of(new CounterRange(12, 14));
        RunCompleteness run = new RunCompleteness(
                camera.run(), 30, 20, new CounterRanges(), List.of(new LostFrames(lost, "spool-full")), false, false);
        installation.complete(camera.stream(), CompletenessRecord.State.OPEN, List.of(run));
        await().atMost(Duration.ofSeconds(30)).until(() -> answer(timeline).contains("spool-full"));

        assertThat(answer(timeline))
                .contains(
                        "\"counters\":[[10,11]],\"reason\":\"missing\"}",
                        "\"counters\":[[12,14]],\"reason\":\"lost\",\"cause\":\"spool-full\"}",
                        "\"counters\":[[15,19]],\"reason\":\"missing\"}");
        assertThat(get(timeline, "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    private static Instant time(long counter) {
        long micros = CAMERA.timeMicros(counter);
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
    }

    @Covers("A5")
    @Test
    void segmentsComeInTheOrderInWhichTheirCopiesAreVisibleAndNameTheirKeyFrames() throws Exception {
        String segments = answer(DAY + "/segments");
        String keyFrames = answer(DAY + "/key-frames?from=" + time(60));

        assertThat(segments.indexOf(late.key())).isPositive().isLessThan(segments.indexOf(early.key()));
        assertThat(keyFrames).contains(late.key()).doesNotContain(early.key());
        assertThat(answer(DAY + "/segments?to=" + time(49))).doesNotContain(late.key());
    }

    @Covers("B5")
    @Test
    void anEventIsListedAtOnceAndArchivedOnceItsSegmentIsAnnounced() throws Exception {
        Camera other = Recorded.camera("demo", "door", "2026-03-01");
        SegmentRecord.Announced segment = Recorded.segment(installation.store(), other, 0, 79, RECEIVED);
        SegmentRecord.StoredEvent first = segment.events().get(0);

        installation.send(
                Topic.EVENTS,
                other.stream().toString(),
                new EventRecord(
                        other.stream(),
                        first.run(),
                        first.counter(),
                        first.timeMicros(),
                        RECEIVED,
                        first.track(),
                        first.body()));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> answer("/v1/devices/door/events").contains("\"archived\":false"));
        installation.announce(segment);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> answer("/v1/devices/door/events").contains("\"archived\":true"));
        assertThat(answer("/v1/devices/door/events")).doesNotContain("\"archived\":false");
    }

    @Test
    void pagesOfEventsHoldEachEventOnce() throws Exception {
        String all = answer("/v1/devices/cam/events");
        StringBuilder paged = new StringBuilder();
        String next = "";
        do {
            String page = answer("/v1/devices/cam/events?limit=1" + next);
            paged.append(counters(page));
            Matcher cursor = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(page);
            next = cursor.find() ? "&cursor=" + cursor.group(1) : "";
        } while (!next.isEmpty());

        assertThat(paged).hasToString(counters(all)).isNotEmpty();
    }

    private static String counters(String events) {
        StringBuilder found = new StringBuilder();
        Matcher counter = Pattern.compile("\"counter\":(\\d+)").matcher(events);
        while (counter.find()) {
            found.append(counter.group(1)).append(',');
        }
        return found.toString();
    }

    @Covers("C8")
    @Test
    void anUnchangedTimelineIsNotSentAgain() throws Exception {
        String tag = get(DAY + "/timeline").headers().firstValue("ETag").orElseThrow();

        assertThat(get(DAY + "/timeline", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get(DAY + "/timeline", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsWrongWithARequestIsNamed() throws Exception {
        assertThat(get("/v1/devices/cam/days/2026-13-01/timeline"))
                .satisfies(answer -> assertProblem(answer, 400, "\"parameter\":\"day\""));
        assertThat(get(DAY + "/segments?from=yesterday"))
                .satisfies(answer -> assertProblem(answer, 400, "\"parameter\":\"from\""));
        assertThat(get("/v1/devices?limit=0"))
                .satisfies(answer -> assertProblem(answer, 400, "\"parameter\":\"limit\""));
        assertThat(get("/v1/devices?cursor=%25"))
                .satisfies(answer -> assertProblem(answer, 400, "\"parameter\":\"cursor\""));
        assertThat(get("/v1/devices/nobody/days")).satisfies(answer -> assertProblem(answer, 404, "nobody"));
        assertThat(get("/v1/devices/cam/days/2026-03-02"))
                .satisfies(answer -> assertProblem(answer, 404, "2026-03-02"));
    }

    @Test
    void anotherTenantSeesNothingAndNobodyWithoutATokenDoes() throws Exception {
        String other = installation.token("other", Role.OPERATOR);

        assertProblem(installation.get(indexer, DAY, other), 404, "not-found");
        assertThat(installation.get(indexer, "/v1/devices", other).body()).doesNotContain("cam");
        assertProblem(installation.get(indexer, DAY, ""), 401, "token");
        assertProblem(
                installation.post(indexer, "/v1/reindex", installation.token("demo", Role.VIEWER)), 403, "operator");
        assertProblem(installation.get(indexer, "/v1/retention/share", other), 404, "not-found");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String naming) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains(naming);
    }

    @Test
    void recordsThatCannotBeUsedAreLeftOutWithALogLine() throws Exception {
        assertThat(Files.readString(indexer.process().output()))
                .contains("control-record-unusable", "Exception caught during Deserialization");
    }
}
