package io.dayreel.indexer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.SourceOffsets;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random segments, also overlapping and out of order, against a set of counters. */
class TimelineOfDayTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");

    @Covers("A7")
    @Test
    void everyCounterUpToTheNewestIsRecordedOrInAHoleAndInOneOfThemOnly() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            TreeSet<Long> recorded = new TreeSet<>();
            List<SegmentRecord.Announced> segments = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                long first = random.nextInt(200);
                long last = first + random.nextInt(40);
                for (long counter = first; counter <= last; counter++) {
                    recorded.add(counter);
                }
                segments.add(segment(first, last));
            }

            Timeline timeline = new TimelineOfDay(STREAM.day(), "r", segments, LostOfDay.NOTHING).with(List.of());

            assertThat(counters(timeline.recorded().stream()
                            .map(Timeline.Recorded::counters)
                            .toList()))
                    .as("seed %d", seed)
                    .isEqualTo(recorded);
            TreeSet<Long> holes = new TreeSet<>();
            for (long counter = 0; counter < recorded.last(); counter++) {
                if (!recorded.contains(counter)) {
                    holes.add(counter);
                }
            }
            assertThat(counters(timeline.holes().stream()
                            .map(Timeline.Hole::counters)
                            .toList()))
                    .as("seed %d", seed)
                    .isEqualTo(holes);
            assertThat(timeline.holes())
                    .allSatisfy(hole -> assertThat(hole.to()).isAfterOrEqualTo(hole.from()));
        }
    }

    @Covers("A9")
    @Test
    void aHoleSaysWhichOfItsFramesAreLostAndWhy() {
        List<SegmentRecord.Announced> segments = List.of(segment(0, 39), segment(60, 99));
        RunCompleteness run = new RunCompleteness(
                1,
                100,
                80,
                range(45, 49),
                List.of(new LostFrames(range(30, 44), "spool-full"), new LostFrames(range(50, 59), "not-held")),
                true,
                false);
        CompletenessRecord completeness =
                new CompletenessRecord(STREAM, CompletenessRecord.State.OPEN, 100, 80, 5, 15, List.of(run), 0, 1, 0);

        Timeline timeline = new TimelineOfDay(STREAM.day(), "r", segments, LostOfDay.of(completeness)).with(List.of());

        assertThat(timeline.holes())
                .extracting(Timeline.Hole::counters, Timeline.Hole::reason, Timeline.Hole::cause)
                .containsExactly(
                        tuple(range(40, 44), "lost", Optional.of("spool-full")),
                        tuple(range(45, 49), "missing", Optional.empty()),
                        tuple(range(50, 59), "lost", Optional.of("not-held")));
        assertThat(timeline.holes()).isSortedAccordingTo(Comparator.comparing(Timeline.Hole::to));
    }

    private static CounterRanges range(long first, long last) {
        return CounterRanges.of(new CounterRange(first, last));
    }

    private static TreeSet<Long> counters(List<CounterRanges> ranges) {
        TreeSet<Long> all = new TreeSet<>();
        for (CounterRanges each : ranges) {
            for (CounterRange range : each.ranges()) {
                for (long counter = range.first(); counter <= range.last(); counter++) {
                    assertThat(all.add(counter)).isTrue();
                }
            }
        }
        return all;
    }

    private static SegmentRecord.Announced segment(long first, long last) {
        CounterRanges ranges = CounterRanges.of(new CounterRange(first, last));
        return new SegmentRecord.Announced(
                STREAM + "/00001-%010d-0123456789abcdef.drs".formatted(first),
                STREAM,
                1,
                "",
                last - first + 1,
                List.of(new StoredRun(1, ranges, first * 1000, last * 1000, Optional.empty())),
                0,
                0,
                List.of(),
                List.of(),
                new KeyFrameTable(List.of()).encode(),
                List.of(),
                List.of(),
                false,
                new SourceOffsets("", 0, 0, 0),
                "size",
                "test",
                0,
                List.of());
    }
}
