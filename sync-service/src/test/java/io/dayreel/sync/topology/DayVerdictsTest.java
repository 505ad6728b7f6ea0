package io.dayreel.sync.topology;

import static io.dayreel.sync.topology.SyncBench.CAM;
import static io.dayreel.sync.topology.SyncBench.TODAY;
import static io.dayreel.sync.topology.SyncBench.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When days are ready, sealed, opened again and forgotten, in virtual time. */
class DayVerdictsTest {
    private static final StreamId STREAM = CAM.on(TODAY);

    private final SyncBench bench = new SyncBench(SyncBench.Rules.DEFAULT);

    @AfterEach
    void close() {
        bench.close();
    }

    private State state() {
        return bench.completeness(STREAM).state();
    }

    @Covers("A9")
    @Test
    void aDayThatItsDeviceEndedIsReadyOnceNothingIsMissingAndNothingMoves() {
        bench.covers(STREAM, 1, 0, 99);
        bench.ends(STREAM, 1, 101, true);
        bench.passes(Duration.ofMinutes(5));
        assertThat(state()).isEqualTo(State.OPEN);
        assertThat(bench.completeness(STREAM).missing()).isEqualTo(1);

        bench.covers(STREAM, 1, 100, 100);
        bench.passes(Duration.ofSeconds(50));
        assertThat(state()).isEqualTo(State.OPEN);
        bench.passes(Duration.ofSeconds(20));

        CompletenessRecord day = bench.completeness(STREAM);
        assertThat(day.state()).isEqualTo(State.READY);
        assertThat(day.expected()).isEqualTo(102);
        assertThat(day.completeness()).isEqualTo(1.0);
        assertThat(day.runs().get(0).endKnown()).isTrue();
    }

    @Covers("A9")
    @Test
    void aSealedDayIsOpenedByALateFrameAndReadyAgainAfterAQuietTime() {
        bench.covers(STREAM, 1, 0, 99);
        bench.ends(STREAM, 1, 100, true);
        bench.passes(Duration.ofSeconds(80));
        long ready = bench.completeness(STREAM).revision();
        bench.manifestOf(STREAM);
        bench.passes(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo(State.SEALED);

        bench.covers(STREAM, 1, 50, 99);
        bench.passes(Duration.ofSeconds(30));
        assertThat(state()).isEqualTo(State.SEALED);
        bench.covers(STREAM, 2, 0, 9);
        bench.ends(STREAM, 2, 10, false);
        bench.passes(Duration.ofSeconds(2));
        assertThat(state()).isEqualTo(State.OPEN);
        bench.passes(Duration.ofSeconds(80));

        assertThat(state()).isEqualTo(State.READY);
        assertThat(bench.completeness(STREAM).revision()).isGreaterThan(ready);
    }

    @Test
    void aManifestOfADayThatWasOpenedInTheMeantimeSealsNothing() {
        bench.covers(STREAM, 1, 0, 99);
        bench.ends(STREAM, 1, 100, true);
        bench.passes(Duration.ofSeconds(80));
        bench.covers(STREAM, 2, 0, 9);

        bench.manifestOf(STREAM);
        bench.segmentRecord("{\"type\":\"announced\",\"stream\":\"" + STREAM + "\"}");
        bench.segmentRecord("not json");
        bench.passes(Duration.ofSeconds(2));

        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Covers("A9")
    @Test
    void aRunWithoutAnEndIsClosedByTheNextOneAndItsEndIsShownAsUnknown() {
        bench.covers(STREAM, 1, 0, 99);
        bench.covers(STREAM, 2, 0, 9);
        bench.ends(STREAM, 2, 10, true);

        bench.passes(Duration.ofSeconds(80));

        assertThat(state()).isEqualTo(State.READY);
        assertThat(bench.completeness(STREAM).runs().get(0).endKnown()).isFalse();
        assertThat(bench.completeness(STREAM).runs().get(0).expected()).isEqualTo(100);
    }

    @Covers("A9")
    @Test
    void aLaterDayClosesTheOneBeforeIt() {
        bench.covers(STREAM, 1, 0, 99);
        bench.passes(Duration.ofMinutes(5));
        assertThat(state()).isEqualTo(State.OPEN);

        bench.covers(CAM.on(TODAY.next()), 1, 0, 9);
        bench.passes(Duration.ofSeconds(10));

        assertThat(state()).isEqualTo(State.READY);
        assertThat(bench.completeness(STREAM).runs().get(0).endKnown()).isFalse();
    }

    @Covers("A9")
    @Test
    void aDayThatStaysIncompleteIsReadyAtItsDeadlineAndSaysWhatIsMissing() {
        bench.covers(STREAM, 1, 0, 39);
        bench.covers(STREAM, 1, 45, 99);
        bench.jump(Duration.ofHours(12 + 71));
        bench.passes(Duration.ofMinutes(2));
        assertThat(state()).isEqualTo(State.OPEN);

        bench.jump(Duration.ofHours(1));

        CompletenessRecord day = bench.completeness(STREAM);
        assertThat(day.state()).isEqualTo(State.READY);
        assertThat(day.runs().get(0).missing()).isEqualTo(range(40, 44));
        assertThat(bench.now().toEpochMilli()).isGreaterThan(day.deadlineMillis());
    }

    @Test
    void nothingIsDeclaredWhileTheWriterReportsNothing() {
        bench.covers(STREAM, 1, 0, 99);
        bench.ends(STREAM, 1, 100, true);
        bench.stall(true);

        bench.passes(Duration.ofMinutes(10));

        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void aDayBeyondRetentionIsRefusedAndForgottenWithALastWord() {
        bench.covers(STREAM, 1, 0, 39);
        bench.covers(STREAM, 1, 45, 99);
        bench.jump(Duration.ofDays(29));
        assertThat(bench.remembers(STREAM)).isTrue();

        bench.jump(Duration.ofDays(2));

        assertThat(bench.remembers(STREAM)).isFalse();
        CompletenessRecord day = bench.completeness(STREAM);
        assertThat(day.state()).isEqualTo(State.READY);
        assertThat(day.runs().get(0).lost()).containsExactly(new LostFrames(range(40, 44), "retention"));
        bench.connect(CAM);
        bench.passes(Duration.ofMinutes(2));
        assertThat(bench.asked()).isEmpty();
    }

    @Test
    void ofADeviceThirtyTwoDaysAreWatchedOverAndSealedOnesGiveWayFirst() {
        Day first = Day.parse("2026-10-01");
        for (int i = 0; i < TrackedDevice.MAX_DAYS; i++) {
            StreamId stream = CAM.on(new Day(first.number() + i));
            bench.covers(stream, 1, 0, 9);
            if (i == 5) {
                bench.ends(stream, 1, 10, true);
            }
        }
        bench.passes(Duration.ofSeconds(80));
        bench.manifestOf(CAM.on(new Day(first.number() + 5)));
        bench.passes(Duration.ofSeconds(2));

        bench.covers(STREAM, 1, 0, 9);
        bench.passes(Duration.ofSeconds(2));
        assertThat(bench.remembers(CAM.on(new Day(first.number() + 5)))).isFalse();
        assertThat(bench.remembers(CAM.on(first))).isTrue();
        bench.covers(CAM.on(TODAY.next()), 1, 0, 9);
        bench.passes(Duration.ofSeconds(2));

        assertThat(bench.remembers(CAM.on(first))).isFalse();
    }

    @Test
    void figuresOfADayThatGrowsArePublishedEveryTenSeconds() {
        bench.covers(STREAM, 1, 0, 9);
        bench.passes(Duration.ofSeconds(2));
        long before = bench.completeness(STREAM).revision();

        for (int second = 1; second <= 60; second++) {
            bench.covers(STREAM, 1, second * 10L, second * 10L + 9);
            bench.passes(Duration.ofSeconds(1));
        }

        assertThat(bench.completeness(STREAM).revision() - before).isBetween(5L, 7L);
    }
}
