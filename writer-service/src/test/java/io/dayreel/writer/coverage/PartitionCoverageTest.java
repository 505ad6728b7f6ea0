package io.dayreel.writer.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionCoverageTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-11-21");
    private static final int KAFKAS_LIMIT = 1 << 20;

    /** The largest counters have the longest texts. */
    private static final long HIGH = 4_000_000_000L;

    private final PartitionCoverage seen = new PartitionCoverage(0, 0);

    @Test
    void aStreamFullOfHolesIsReportedInRecordsThatKafkaTakes() {
        CounterRanges counters = new CounterRanges();
        for (long i = 0; i < 25_000; i++) {
            see(frame(FrameType.TELEMETRY, 1, HIGH + 2 * i, "{}"));
            counters.add(HIGH + 2 * i);
        }
        see(frame(FrameType.END_OF_RUN, 2, 7, "{\"reason\":\"%s\"}".formatted("\\u0001".repeat(100_000))));
        seen.of(STREAM).conflict();

        List<CoverageRecord.Ranges> records = seen.takeReport().ranges();

        assertThat(records).hasSize(2).allSatisfy(PartitionCoverageTest::assertThatKafkaTakes);
        CounterRanges reported = new CounterRanges();
        runs(records, 1).forEach(run -> reported.addAll(run.ranges()));
        assertThat(reported).isEqualTo(counters);
        assertThat(runs(records, 1).stream().mapToLong(CoveredRun::frames).sum())
                .isEqualTo(25_000);
        assertThat(runs(records, 2)).hasSize(1).allMatch(run -> run.end().isPresent());
        assertThat(records.stream().mapToLong(CoverageRecord.Ranges::conflicts).sum())
                .isEqualTo(1);
    }

    @Test
    void declarationsOfGoneFramesToo() {
        for (long counter = 0; counter < 2_000; counter++) {
            GoneFrames gone = new GoneFrames(
                    STREAM.day(), 7, CounterRanges.of(new CounterRange(HIGH, HIGH + 4)), "\u0001".repeat(200));
            see(frame(FrameType.GONE, 1, counter, Json.write(gone)));
        }

        List<CoverageRecord.Ranges> records = seen.takeReport().ranges();

        assertThat(records).hasSizeGreaterThan(1).allSatisfy(PartitionCoverageTest::assertThatKafkaTakes);
        assertThat(records.stream().mapToInt(record -> record.gone().size()).sum())
                .isEqualTo(2_000);
    }

    private static void assertThatKafkaTakes(CoverageRecord record) {
        assertThat(Json.writeBytes(record)).hasSizeLessThan(KAFKAS_LIMIT);
    }

    private static List<CoveredRun> runs(List<CoverageRecord.Ranges> records, int run) {
        return records.stream()
                .flatMap(record -> record.runs().stream())
                .filter(each -> each.run() == run)
                .toList();
    }

    private void see(byte[] frame) {
        seen.of(STREAM).see(new FrameView().wrap(frame, 0, frame.length));
    }

    private static byte[] frame(FrameType type, int run, long counter, String body) {
        FrameHeader header = FrameHeader.of(type, Codec.JSON)
                .at(STREAM.day().number(), run, counter)
                .timed(counter, 0, 0);
        return new FrameEncoder().encode(header, body.getBytes(StandardCharsets.UTF_8));
    }
}
