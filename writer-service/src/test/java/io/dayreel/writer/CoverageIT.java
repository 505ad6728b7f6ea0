package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.writer.WriterUnderTest.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class CoverageIT extends WriterScene {
    private static final Duration NEVER = Duration.ofHours(1);

    @Covers("A9")
    @Test
    void rangesOfAStreamAreReportedBeforeTheWatermarkThatSaysSo() {
        Footage footage = Footage.of("one", 200);

        start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages(0, 79));
        rig.produce(footage.stream(), footage.messages(120, 199));
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        long end = logEnd(footage);
        await().atMost(PATIENCE).until(() -> reportsUpTo(footage, end).isPresent());

        Reports reports = reportsUpTo(footage, end).orElseThrow();
        assertThat(reports.counters.ranges()).hasToString("[0-79, 120-200]");
        assertThat(reports.ends).isEqualTo(1);
    }

    @Covers("A9")
    @Test
    void whatADeviceDeclaresGoneIsReportedAndWhatNamesNoFramesKeepsNothingBack() {
        Footage footage = Footage.of("one", 3);
        GoneFrames gone =
                new GoneFrames(Day.parse("2026-11-20"), 7, CounterRanges.of(new CounterRange(40, 44)), "spool-full");

        start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages(0, 0));
        rig.produce(footage.stream(), List.of(footage.frame(FrameType.GONE, 1, Json.writeBytes(gone))));
        rig.produce(footage.stream(), List.of(footage.frame(FrameType.GONE, 2, new byte[] {'{', '}'})));
        rig.flush();
        long end = logEnd(footage);
        await().atMost(PATIENCE).until(() -> reportsUpTo(footage, end).isPresent());

        Reports reports = reportsUpTo(footage, end).orElseThrow();
        assertThat(reports.gone).containsExactly(gone);
        assertThat(reports.counters.ranges()).hasToString("[0-2]");
    }

    @Test
    void aWriterThatBeginsAnewReportsAgainWhatItSkipsAsArchived() {
        Footage footage = Footage.of("one", 100);
        Footage slow = Footage.of("one", 20, -1);

        WriterUnderTest first = start(Options.of("w1"));
        rig.produce(slow.stream(), slow.messages());
        rig.flush();
        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 101);
        first.close();
        long before = coverageEnd(footage);
        start(Options.of("w2"));
        long end = logEnd(footage);
        await().atMost(PATIENCE).until(() -> reports(footage, end, before).isPresent());

        assertThat(reports(footage, end, before).orElseThrow().counters.size()).isEqualTo(101);
        assertThat(archive.frames(footage.stream())).hasSize(101);
    }

    @Covers({"A9", "C10"})
    @Test
    void whatAWriterSawAndDidNotReportYetIsReportedWhenItHandsOver() {
        Footage footage = Footage.of("one", 100);

        WriterUnderTest first = start(Options.of("w1").coverageEvery(NEVER));
        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 101);
        first.close();
        long end = logEnd(footage);

        assertThat(reportsUpTo(footage, end).orElseThrow().counters.ranges()).hasToString("[0-100]");
        assertThat(committed(footage)).as("so nobody has to replay it").isEqualTo(end);
    }

    @Covers({"A9", "C10"})
    @Test
    void whatAKilledWriterAnnouncedAndDidNotReportIsReportedByTheNextOne() {
        Footage footage = Footage.of("one", 100);

        try (ServiceProcess killed = WriterProcess.command("w1", rig, s3, "dayreel", directory)
                .property("dayreel.writer.coverage-period", NEVER.toString())
                .start()) {
            rig.produce(footage.stream(), footage.messages());
            rig.produce(footage.stream(), List.of(footage.end()));
            awaitAnnounced(footage, 101);
            killed.kill9();
        }
        start(Options.of("w2"));
        long end = logEnd(footage);
        await().atMost(PATIENCE).until(() -> reportsUpTo(footage, end).isPresent());

        assertThat(reportsUpTo(footage, end).orElseThrow().counters.ranges()).hasToString("[0-100]");
        footage.assertAllIn(archive.frames(footage.stream()), true);
        await().atMost(PATIENCE).until(() -> committed(footage) == end);
    }

    private record Reports(CounterRanges counters, int ends, List<GoneFrames> gone) {}

    private Optional<Reports> reportsUpTo(Footage footage, long offset) {
        return reports(footage, offset, 0);
    }

    /** What was reported of a stream before the first watermark that reaches an offset. */
    private Optional<Reports> reports(Footage footage, long offset, long from) {
        CounterRanges counters = new CounterRanges();
        List<GoneFrames> gone = new ArrayList<>();
        int ends = 0;
        for (CoverageRecord each : coverage(footage, from)) {
            if (each instanceof CoverageRecord.Watermark watermark && watermark.nextOffset() >= offset) {
                return Optional.of(new Reports(counters, ends, gone));
            }
            if (each instanceof CoverageRecord.Ranges ranges && ranges.stream().equals(footage.stream())) {
                gone.addAll(ranges.gone());
                for (CoverageRecord.CoveredRun run : ranges.runs()) {
                    counters.addAll(run.ranges());
                    ends += run.end().isPresent() ? 1 : 0;
                }
            }
        }
        return Optional.empty();
    }

    private long coverageEnd(Footage footage) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = partition(footage);
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private List<CoverageRecord> coverage(Footage footage, long from) {
        List<CoverageRecord> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            TopicPartition partition = partition(footage);
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(each -> found.add(Json.read(each.value(), CoverageRecord.class)));
            }
        }
        return found;
    }

    private TopicPartition partition(Footage footage) {
        return new TopicPartition(rig.names().of(Topic.COVERAGE), rig.partitionOf(footage.stream()));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, rig.broker().bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
