package io.dayreel.indexer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonSerde;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.SourceOffsets;
import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten frames a second, a run of a hundred of them, in Kafka's own driver of a topology. */
class RecordingTellerTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");
    private static final StreamId FILM = StreamId.parse("demo/film/video");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final long START_MICROS = START.getEpochSecond() * 1_000_000;
    private static final long FRAME_MICROS = 100_000;
    private static final int FRAMES = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TopicNames names = new TopicNames("");
    private final TopologyTestDriver driver = driver();
    private final TestInputTopic<String, SegmentRecord> segments = input(Topic.SEGMENTS, SegmentRecord.class);
    private final TestInputTopic<String, CompletenessRecord> completeness =
            input(Topic.COMPLETENESS, CompletenessRecord.class);
    private final TestOutputTopic<String, EventRecord> events = driver.createOutputTopic(
            names.of(Topic.EVENTS),
            Serdes.String().deserializer(),
            JsonSerde.of(EventRecord.class).deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Covers("D2")
    @Test
    void aRecordingThatIsWholeIsToldOfOnceAndAtOnce() {
        announce(STREAM, 0, 59, "size");
        assertThat(events.isEmpty()).isTrue();

        announce(STREAM, 60, FRAMES, "run-end");
        announce(STREAM, 60, FRAMES, "run-end");
        driver.advanceWallClockTime(PATIENCE.multipliedBy(2));

        EventRecord told = events.readValue();
        assertThat(events.isEmpty()).isTrue();
        assertThat(told.stream()).isEqualTo(STREAM);
        assertThat(told.counter()).isEqualTo(FRAMES);
        assertThat(told.timeMicros()).isEqualTo(START_MICROS + FRAMES * FRAME_MICROS);
        assertThat(description(told))
                .containsEntry("type", "recording-ended")
                .containsEntry("duration", 10.0)
                .containsEntry("width", 1280)
                .containsEntry("height", 720)
                .containsEntry("codecs", List.of("avc1.64001F"))
                .containsEntry("frames", FRAMES)
                .containsEntry("bytes", 101_000)
                .containsEntry("completeness", 1.0)
                .containsEntry("media", "/v1/devices/cam/hls.m3u8?from=2026-03-01T10:00:00Z&to=2026-03-01T10:00:10Z");
        assertThat(listed()).singleElement().satisfies(event -> assertThat(event.body())
                .isEqualTo(told.body()));
    }

    @Covers("D2")
    @Test
    void framesThatAreMissingAreWaitedForAndThenToldOf() {
        announce(STREAM, 0, 39, "size");
        announce(STREAM, 50, FRAMES, "run-end");

        driver.advanceWallClockTime(PATIENCE.minusSeconds(5));
        assertThat(events.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(told().get("frames")).isEqualTo(90);
        announce(STREAM, 40, 49, "late");
        driver.advanceWallClockTime(PATIENCE.multipliedBy(2));
        assertThat(events.isEmpty()).isTrue();
    }

    @Covers("D2")
    @Test
    void whatComesLateWithinThePatienceIsInTheEvent() {
        announce(STREAM, 0, 39, "size");
        announce(STREAM, 50, FRAMES, "run-end");

        announce(STREAM, 40, 49, "late");

        assertThat(told()).containsEntry("completeness", 1.0);
    }

    @Covers("D2")
    @Test
    void whatIsLostForGoodIsNotWaitedFor() {
        RunCompleteness run =
                new RunCompleteness(1, FRAMES + 1, FRAMES - 9, new CounterRanges(), List.of(lost(40, 49)), true, false);
        announce(STREAM, 0, 39, "size");
        completeness.pipeInput(
                STREAM.toString(),
                new CompletenessRecord(
                        STREAM, CompletenessRecord.State.OPEN, FRAMES + 1, FRAMES - 9, 0, 10, List.of(run), 0, 1, 0));

        announce(STREAM, 50, FRAMES, "run-end");

        assertThat((Double) told().get("completeness")).isCloseTo(0.9, within(1e-9));
    }

    @Covers("D2")
    @Test
    void aReindexListsItAndTellsNobody() {
        announce(STREAM, 0, FRAMES, "reindex");

        assertThat(events.isEmpty()).isTrue();
        assertThat(listed()).hasSize(1);
    }

    @Test
    void partsOfAVideoAreNoRecordings() {
        announce(FILM, 0, FRAMES, "run-end");
        driver.advanceWallClockTime(PATIENCE.multipliedBy(2));

        assertThat(events.isEmpty()).isTrue();
    }

    private Map<String, Object> told() {
        return description(events.readValue());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> description(EventRecord event) {
        return Json.read(event.body(), Map.class);
    }

    private List<IndexedEvent> listed() {
        List<IndexedEvent> listed = new ArrayList<>();
        try (KeyValueIterator<String, IndexedEvent> all = driver.<String, IndexedEvent>getKeyValueStore(
                        CatalogueTopology.EVENTS)
                .all()) {
            all.forEachRemaining((KeyValue<String, IndexedEvent> each) -> listed.add(each.value));
        }
        return listed;
    }

    private void announce(StreamId stream, long first, long last, String reason) {
        segments.pipeInput(stream.toString(), segment(stream, first, last, reason));
    }

    /** A thousand bytes a frame; counter {@value #FRAMES} is the end of the run. */
    private static SegmentRecord.Announced segment(StreamId stream, long first, long last, String reason) {
        Optional<RunEnd> end = last == FRAMES
                ? Optional.of(new RunEnd(FRAMES, "input-end", false, Optional.of(timeOf(FRAMES))))
                : Optional.empty();
        CounterRanges ranges = CounterRanges.of(new CounterRange(first, last));
        Extent extent = new Extent(
                true,
                1,
                first,
                last,
                timeOf(first),
                timeOf(last),
                0,
                (last - first + 1) * 1000,
                last - first + 1,
                List.of());
        return new SegmentRecord.Announced(
                stream + "/00001-%010d-0123456789abcdef.drs".formatted(first),
                stream,
                extent.length() + 500,
                "",
                last - first + 1,
                List.of(new StoredRun(1, ranges, timeOf(first), timeOf(last), end)),
                0,
                0,
                List.of(),
                List.of(new StoredConfiguration(
                        1, 0, 1, "{\"codec\":\"avc1.64001F\",\"width\":1280,\"height\":720}", new byte[0])),
                new KeyFrameTable(List.of(extent)).encode(),
                List.of(),
                List.of(),
                false,
                new SourceOffsets("", 0, 0, 0),
                reason,
                "test",
                0,
                List.of());
    }

    private static long timeOf(long counter) {
        return START_MICROS + counter * FRAME_MICROS;
    }

    private static LostFrames lost(long first, long last) {
        return new LostFrames(CounterRanges.of(new CounterRange(first, last)), "spool-full");
    }

    private TopologyTestDriver driver() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "indexer");
        return new TopologyTestDriver(
                CatalogueTopology.build(names, PATIENCE, Stores::inMemoryKeyValueStore), properties, START);
    }

    private <T> TestInputTopic<String, T> input(Topic topic, Class<T> type) {
        return driver.createInputTopic(
                names.of(topic),
                Serdes.String().serializer(),
                JsonSerde.of(type).serializer());
    }
}
