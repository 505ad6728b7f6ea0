package io.dayreel.sync.topology;

import static io.dayreel.sync.topology.SyncBench.CAM;
import static io.dayreel.sync.topology.SyncBench.TODAY;
import static io.dayreel.sync.topology.SyncBench.range;
import static io.dayreel.sync.topology.SyncBench.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.commands.DeviceCommand.Resend;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.RepairPolicy;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When devices are asked for what, in virtual time. */
class RepairTest {
    private static final StreamId STREAM = CAM.on(TODAY);
    private static final StreamId YESTERDAY = CAM.on(Day.parse("2026-11-20"));

    private SyncBench bench;

    @AfterEach
    void close() {
        bench.close();
    }

    private void begin(SyncBench.Rules rules) {
        bench = new SyncBench(rules);
    }

    private void connectWithHole(long first, long last) {
        begin(SyncBench.Rules.DEFAULT);
        bench.connect(CAM);
        bench.passes(Duration.ofSeconds(30));
        bench.covers(STREAM, 1, 0, first - 1);
        bench.covers(STREAM, 1, last + 1, last + 100);
    }

    @Covers("A7")
    @Test
    void aHoleIsAskedForOnceEverythingReceivedUntilTheGraceTimeLaterWasReported() {
        connectWithHole(40, 44);

        bench.passes(Duration.ofSeconds(6));
        assertThat(bench.asked()).isEmpty();
        bench.passes(Duration.ofSeconds(2));

        DeviceCommand.Resend request = bench.asked().get(0);
        assertThat(request.device()).isEqualTo(CAM);
        assertThat(request.day()).isEqualTo(TODAY);
        assertThat(request.run()).isEqualTo(1);
        assertThat(request.ranges()).isEqualTo(range(40, 44));
        assertThat(request.maxRate()).isEqualTo(500);
    }

    @Covers("A7")
    @Test
    void framesThatWereOnlyReorderedAreNeverAskedFor() {
        connectWithHole(40, 44);
        bench.passes(Duration.ofSeconds(4));

        bench.covers(STREAM, 1, 40, 44);
        bench.passes(Duration.ofMinutes(2));

        assertThat(bench.asked()).isEmpty();
        assertThat(bench.repairs(STREAM)).isEmpty();
    }

    @Covers("A7")
    @Test
    void whileTheWriterReportsNothingNothingIsAskedAndNoStormFollows() {
        connectWithHole(40, 44);
        bench.stall(true);

        bench.passes(Duration.ofMinutes(10));
        assertThat(bench.asked()).isEmpty();
        bench.stall(false);
        bench.passes(Duration.ofSeconds(3));

        assertThat(bench.asked()).hasSize(1);
    }

    @Covers("A7")
    @Test
    void whatComesHealsAndIsRemembered() {
        connectWithHole(40, 44);
        bench.passes(Duration.ofSeconds(8));
        DeviceCommand.Resend request = bench.asked().get(0);

        bench.answers(request, range(40, 44));
        bench.covers(STREAM, 1, 40, 44);
        bench.passes(Duration.ofMinutes(2));

        assertThat(bench.asked()).isEmpty();
        assertThat(bench.repairs(STREAM))
                .extracting(RepairEvent::kind)
                .containsExactly(Kind.ASKED, Kind.HEALED, Kind.ANSWERED);
        assertThat(bench.completeness(STREAM).missing()).isZero();
        assertThat(bench.completeness(STREAM).completeness()).isEqualTo(1.0);
    }

    @Covers("A7")
    @Test
    void aDeviceHasOneRequestAtATimeOfTenSecondsWorthOfFrames() {
        begin(new SyncBench.Rules(new RepairOrder.OldestFirst(), 10, 20_000));
        bench.connect(CAM);
        bench.covers(STREAM, 1, 1000, 1000);
        bench.passes(Duration.ofSeconds(12));

        List<DeviceCommand.Resend> first = bench.asked();
        assertThat(first).extracting(DeviceCommand.Resend::ranges).containsExactly(range(0, 99));
        bench.covers(STREAM, 1, 0, 99);
        bench.passes(Duration.ofSeconds(1));

        assertThat(bench.asked()).extracting(DeviceCommand.Resend::ranges).containsExactly(range(100, 199));
    }

    @Test
    void allDevicesTogetherAreAskedForNoMoreThanTheInstanceMayAskFor() {
        begin(new SyncBench.Rules(new RepairOrder.OldestFirst(), 500, 100));
        List<DeviceId> devices = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            DeviceId device = new DeviceId("demo", "cam" + i);
            devices.add(device);
            bench.connect(device);
            bench.covers(device.on(TODAY), 1, 500, 500);
        }

        bench.passes(Duration.ofSeconds(20));

        List<DeviceCommand.Resend> asked = bench.asked();
        long frames = asked.stream().mapToLong(each -> each.ranges().size()).sum();
        assertThat(frames).isBetween(1_000L, 1_000L + 100 * 20);
        bench.passes(Duration.ofMinutes(1));
        asked = new ArrayList<>(asked);
        asked.addAll(bench.asked());
        assertThat(asked).extracting(DeviceCommand.Resend::device).containsAll(devices);
    }

    @Test
    void oldestFirstAndNewestFirstBeginAtTheirEnds() {
        begin(new SyncBench.Rules(new RepairOrder.NewestFirst(), 1, 20_000));
        bench.connect(CAM);
        bench.covers(YESTERDAY, 1, 100, 100);
        bench.covers(STREAM, 1, 100, 100);
        bench.covers(STREAM, 2, ranges(0, 9, 20, 29, 40, 49), Optional.empty());

        bench.passes(Duration.ofSeconds(10));
        assertThat(bench.asked()).extracting(DeviceCommand.Resend::ranges).containsExactly(range(30, 39));
        bench.covers(STREAM, 2, 30, 39);
        bench.passes(Duration.ofSeconds(1));
        assertThat(bench.asked()).extracting(DeviceCommand.Resend::ranges).containsExactly(range(10, 19));
        bench.close();

        begin(new SyncBench.Rules(new RepairOrder.OldestFirst(), 1, 20_000));
        bench.connect(CAM);
        bench.covers(STREAM, 1, 100, 100);
        bench.covers(YESTERDAY, 1, 100, 100);
        bench.passes(Duration.ofSeconds(10));
        DeviceCommand.Resend request = bench.asked().get(0);
        assertThat(request.day()).isEqualTo(YESTERDAY.day());
        assertThat(request.ranges()).isEqualTo(range(0, 9));
    }

    @Covers("A7")
    @Test
    void whileSomebodyWatchesTheNewestFramesComeFirstAndOtherwiseTheOldest() {
        begin(new SyncBench.Rules(RepairPolicy.followingViewers(), 1, 20_000));
        bench.connect(CAM);
        bench.covers(YESTERDAY, 1, 100, 100);
        bench.covers(STREAM, 1, 100, 100);
        bench.passes(Duration.ofSeconds(10));
        assertThat(bench.asked())
                .extracting(Resend::day, Resend::ranges)
                .containsExactly(tuple(YESTERDAY.day(), range(0, 9)));

        bench.isWatched(CAM);
        bench.covers(YESTERDAY, 1, 0, 9);
        bench.passes(Duration.ofSeconds(1));
        assertThat(bench.asked()).extracting(Resend::day, Resend::ranges).containsExactly(tuple(TODAY, range(90, 99)));

        bench.passes(Duration.ofSeconds(25));
        bench.isWatched(CAM);
        bench.covers(STREAM, 1, 90, 99);
        bench.passes(Duration.ofSeconds(1));
        assertThat(bench.asked()).extracting(Resend::ranges).containsExactly(range(80, 89));

        bench.passes(Duration.ofSeconds(20));
        bench.covers(STREAM, 1, 80, 89);
        bench.passes(Duration.ofSeconds(1));
        assertThat(bench.asked()).extracting(Resend::ranges).containsExactly(range(70, 79));
        bench.passes(Duration.ofMinutes(1));
        assertThat(bench.asked())
                .extracting(Resend::day, Resend::ranges)
                .containsExactly(tuple(YESTERDAY.day(), range(10, 19)));
    }

    @Test
    void aViewerOfADeviceOfWhichNothingIsKnownLeavesNoTrace() {
        begin(SyncBench.Rules.DEFAULT);

        bench.isWatched(CAM);
        bench.passes(Duration.ofSeconds(30));

        assertThat(bench.knows(CAM)).isFalse();
    }

    @Test
    void aDeviceThatNeverAnswersIsAskedLessAndLessOften() {
        connectWithHole(40, 44);
        List<Instant> times = new ArrayList<>();

        for (int second = 0; second < 3600; second++) {
            bench.passes(Duration.ofSeconds(1));
            bench.asked().forEach(request -> times.add(bench.now()));
        }

        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            pauses.add(Duration.between(times.get(i - 1), times.get(i)).toSeconds());
        }
        assertThat(pauses.get(0)).isBetween(20L, 40L);
        assertThat(pauses).isSorted();
        assertThat(pauses).allMatch(pause -> pause <= 640);
        assertThat(times).hasSizeBetween(6, 12);
        assertThat(bench.repairs(STREAM)).extracting(RepairEvent::kind).contains(Kind.ASKED, Kind.UNANSWERED);
    }

    @Covers({"A7", "A9"})
    @Test
    void whatADeviceSaysItDoesNotHoldIsLostWithTheReasonAndNotAskedForAgain() {
        connectWithHole(40, 44);
        bench.passes(Duration.ofSeconds(8));

        bench.answers(bench.asked().get(0), range(40, 41));
        bench.covers(STREAM, 1, 40, 41);
        bench.passes(Duration.ofMinutes(2));

        assertThat(bench.asked()).isEmpty();
        CompletenessRecord day = bench.completeness(STREAM);
        assertThat(day.runs().get(0).lost()).containsExactly(new LostFrames(range(42, 44), "not-held"));
        assertThat(day.missing()).isZero();
        assertThat(day.lost()).isEqualTo(3);
        assertThat(day.received() + day.lost()).isEqualTo(day.expected());
    }

    @Covers("A9")
    @Test
    void aFrameThatComesAllTheSameIsNotLost() {
        connectWithHole(40, 44);
        bench.passes(Duration.ofSeconds(8));
        bench.answers(bench.asked().get(0), ranges());
        bench.passes(Duration.ofSeconds(5));
        assertThat(bench.completeness(STREAM).lost()).isEqualTo(5);

        bench.covers(STREAM, 1, 43, 43);
        bench.passes(Duration.ofSeconds(15));

        assertThat(bench.completeness(STREAM).runs().get(0).lost())
                .containsExactly(new LostFrames(ranges(40, 42, 44, 44), "not-held"));
    }

    @Covers("A9")
    @Test
    void goneFramesAreLostWithTheDevicesOwnReasonUnlessTheyCame() {
        connectWithHole(40, 44);

        bench.declaresGone(CAM.on(TODAY.next()), new GoneFrames(TODAY, 1, range(38, 44), "spool-full"));
        bench.declaresGone(CAM.on(TODAY.next()), new GoneFrames(TODAY, 1, range(38, 44), "spool-full"));
        bench.passes(Duration.ofSeconds(30));

        assertThat(bench.asked()).isEmpty();
        assertThat(bench.completeness(STREAM).runs().get(0).lost())
                .containsExactly(new LostFrames(range(40, 44), "spool-full"));
        assertThat(bench.repairs(STREAM)).extracting(RepairEvent::kind).containsExactly(Kind.LOST);
    }

    @Covers("A7")
    @Test
    void nobodyIsAskedWhoIsNotConnected() {
        connectWithHole(40, 44);
        bench.disconnect(CAM);

        bench.passes(Duration.ofMinutes(2));
        assertThat(bench.asked()).isEmpty();
        bench.connect(CAM);
        bench.passes(Duration.ofSeconds(6));
        assertThat(bench.asked()).hasSize(1);

        bench.fallSilent(CAM);
        bench.passes(Duration.ofMinutes(2));
        bench.asked();
        bench.passes(Duration.ofMinutes(20));
        assertThat(bench.asked()).isEmpty();
    }

    @Covers("A7")
    @Test
    void whatADeviceAnnouncedIsAskedForOnlyWhenItSendsNothingMore() {
        begin(SyncBench.Rules.DEFAULT);
        bench.connect(CAM, new PresenceRecord.DeviceRun(TODAY, 1, 1000));
        for (int second = 0; second < 60; second++) {
            bench.covers(STREAM, 1, second * 10L, second * 10L + 9);
            bench.passes(Duration.ofSeconds(1));
        }
        assertThat(bench.asked()).isEmpty();

        bench.passes(Duration.ofSeconds(35));

        assertThat(bench.asked()).extracting(DeviceCommand.Resend::ranges).containsExactly(range(600, 999));
    }

    @Test
    void theHistoryIsBounded() {
        connectWithHole(40, 44);

        for (int i = 0; i < 150; i++) {
            bench.disconnect(CAM);
            bench.passes(Duration.ofSeconds(1));
            bench.connect(CAM);
            bench.passes(Duration.ofSeconds(10));
            bench.asked().forEach(request -> bench.answers(request, request.ranges()));
        }

        assertThat(bench.repairs(STREAM)).hasSize(200);
    }
}
