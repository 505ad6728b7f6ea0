package io.dayreel.indexer.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.segments.SegmentRecord.Deleted;
import io.dayreel.protocol.stream.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {
    private static final StreamId STREAM = StreamId.parse("demo/cam/2026-03-01");
    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    private static OldSegment segment(String key, long bytes, Duration age) {
        return new OldSegment(key, STREAM, bytes, NOW.minus(age).toEpochMilli());
    }

    private static RetentionShare share(OldSegment... segments) {
        long total = List.of(segments).stream().mapToLong(OldSegment::bytes).sum();
        return new RetentionShare(total, List.of(segments), List.of());
    }

    private static List<Deleted> deletions(RetentionRules rules, OptionalLong freeBytes, RetentionShare... shares) {
        return new RetentionPlan(rules)
                .steps(List.of(shares), freeBytes, NOW).stream()
                        .map(RetentionPlan.Step::deletion)
                        .toList();
    }

    private static RetentionRules floor(long minFreeBytes) {
        return new RetentionRules(Optional.empty(), OptionalLong.empty(), OptionalLong.of(minFreeBytes));
    }

    private static final RetentionShare ONE =
            share(segment("oldest", 100, Duration.ofHours(9)), segment("third", 100, Duration.ofHours(3)));
    private static final RetentionShare OTHER =
            share(segment("second", 100, Duration.ofHours(6)), segment("newest", 100, Duration.ofHours(1)));

    @Test
    void asManyOfTheOldestGoAsTheDiskLacksRoomFor() {
        assertThat(deletions(floor(1000), OptionalLong.of(849), ONE, OTHER))
                .extracting(Deleted::key)
                .containsExactly("oldest", "second");
        assertThat(deletions(floor(1000), OptionalLong.of(900), ONE, OTHER)).hasSize(1);
        assertThat(deletions(floor(1000), OptionalLong.of(1000), ONE, OTHER)).isEmpty();
    }

    @Test
    void aStoreThatTellsNoRoomHasNoFloor() {
        assertThat(deletions(floor(1000), OptionalLong.empty(), ONE, OTHER)).isEmpty();
    }

    @Test
    void ofSeveralLimitsTheOneThatAsksForMoreCounts() {
        RetentionRules both =
                new RetentionRules(Optional.of(Duration.ofHours(5)), OptionalLong.of(100), OptionalLong.of(1000));

        List<Deleted> deletions = deletions(both, OptionalLong.of(950), ONE, OTHER);

        assertThat(deletions).extracting(Deleted::key).containsExactly("oldest", "second", "third");
        assertThat(deletions)
                .extracting(Deleted::reason)
                .containsExactly("retention-age", "retention-age", "retention-size");
    }
}
