package io.dayreel.writer.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.writer.figures.WriterFigures;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class CoverageReportsTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-11-21");
    private static final long FIRST = 40;

    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final PartitionCoverage seen = new PartitionCoverage(0, FIRST);
    private final CoverageReports reports =
            new CoverageReports(seen, kafka, "coverage", Duration.ofHours(1), new WriterFigures());

    @Test
    void nothingMayBeCommittedBeforeKafkaConfirmedItsCoverage() {
        consume(40, 7);

        reports.reportNow();
        consume(41, 8);
        reports.advance();
        assertThat(reports.confirmedOffset()).isEqualTo(FIRST);
        kafka.completeNext();
        reports.advance();

        assertThat(reports.confirmedOffset())
                .as("the record seen meanwhile is not reported")
                .isEqualTo(41);
        assertThat(reported()).containsExactly("[7-7]", "watermark 41");
    }

    @Test
    void whatKafkaDidNotTakeIsReportedAgainBeforeAnythingMayBeCommitted() {
        consume(40, 7);

        reports.reportNow();
        kafka.errorNext(new TimeoutException("away"));
        consume(41, 8);
        reports.reportNow();
        assertThat(reports.confirmedOffset()).isEqualTo(FIRST);
        kafka.completeNext();
        reports.reportNow();

        assertThat(reports.confirmedOffset()).isEqualTo(42);
        assertThat(reported()).containsExactly("[7-7]", "[7-8]", "watermark 42");
    }

    @Test
    void atTheEndItWaitsForConfirmationsNoLongerThanItsDeadline() throws Exception {
        consume(40, 7);

        reports.finish(System.nanoTime() + Duration.ofMillis(20).toNanos());
        assertThat(reports.confirmedOffset()).isEqualTo(FIRST);
        kafka.completeNext();
        reports.finish(System.nanoTime());

        assertThat(reports.confirmedOffset()).isEqualTo(41);
    }

    private void consume(long offset, long counter) {
        FrameHeader header = FrameHeader.of(FrameType.TELEMETRY, Codec.JSON)
                .at(STREAM.day().number(), 1, counter)
                .timed(counter, 0, 0);
        byte[] frame = new FrameEncoder().encode(header, new byte[] {'{', '}'});
        seen.of(STREAM).see(new FrameView().wrap(frame, 0, frame.length));
        seen.consumed(offset, offset);
    }

    private List<String> reported() {
        return kafka.history().stream()
                .map(record -> Json.read(record.value(), CoverageRecord.class))
                .map(CoverageReportsTest::text)
                .toList();
    }

    private static String text(CoverageRecord report) {
        return report instanceof CoverageRecord.Ranges ranges
                ? ranges.runs().get(0).ranges().ranges().toString()
                : "watermark " + ((CoverageRecord.Watermark) report).nextOffset();
    }
}
