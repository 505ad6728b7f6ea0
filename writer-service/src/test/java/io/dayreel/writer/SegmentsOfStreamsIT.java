package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.testkit.Covers;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Count;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentsOfStreamsIT extends WriterScene {
    @Covers("B3")
    @Test
    void everyFrameOfARunIsInOneAnnouncedSegmentOnceTheRunHasEnded() {
        Footage one = Footage.of("one", 600);
        Footage two = Footage.of("two", 300);

        start(Options.of("w1"));
        for (Footage each : List.of(one, two)) {
            rig.produce(each.stream(), each.messages());
            rig.produce(each.stream(), List.of(each.end()));
        }
        awaitAnnounced(one, 601);
        awaitAnnounced(two, 301);

        one.assertAllIn(archive.frames(one.stream()), true);
        two.assertAllIn(archive.frames(two.stream()), true);
        assertThat(reasons()).containsOnlyKeys("size", "run-end").containsEntry("run-end", 2);
        assertThat(archive.announcements()).allMatch(each -> each.size() <= (1 << 20));
    }

    @Test
    void aWriterThatIsStoppedAndStartedInMidStreamLosesAndRepeatsNothing() {
        Footage footage = Footage.of("one", 900);

        WriterUnderTest first = start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages(0, 499));
        await().atMost(PATIENCE).until(() -> archive.announcements().size() >= 3);
        first.close();
        rig.produce(footage.stream(), footage.messages(500, 899));
        rig.produce(footage.stream(), List.of(footage.end()));
        start(Options.of("w1"));
        awaitAnnounced(footage, 901);

        footage.assertAllIn(archive.frames(footage.stream()), true);
    }

    @Test
    void anOldSegmentIsClosedByItsAgeAndTheCommittedOffsetFollows() {
        Footage footage = Footage.of("one", 40);

        start(Options.of("w1").segments(1 << 20, Duration.ofSeconds(2)));
        rig.produce(footage.stream(), footage.messages());
        awaitAnnounced(footage, 40);

        assertThat(reasons()).containsOnlyKeys("age");
        await().atMost(PATIENCE).until(() -> committed(footage) == logEnd(footage));
    }

    @Covers("A4")
    @Test
    void theFirstFrameOfALaterDayClosesTheDayAfterItsGraceAndWhatComesThenIsLate() {
        Footage yesterday = Footage.of("one", 60, -1);
        Footage today = Footage.of("one", 20);
        Options options =
                Options.of("w1").segments(1 << 20, Duration.ofSeconds(4)).dayEndsAfter(Duration.ofMillis(500));
        long shortlyAfterMidnight = today.stream().day().start().toEpochMilli() + 5_000;

        start(options);
        yesterday
                .messages(0, 29)
                .forEach(each -> rig.produce(yesterday.stream().toString(), each, shortlyAfterMidnight));
        rig.flush();
        today.messages().forEach(each -> rig.produce(today.stream().toString(), each, shortlyAfterMidnight));
        awaitAnnounced(yesterday, 30);
        rig.produce(yesterday.stream(), yesterday.messages(30, 59));
        awaitAnnounced(yesterday, 60);

        yesterday.assertAllIn(archive.frames(yesterday.stream()), false);
        assertThat(archive.announcements().stream()
                        .filter(each -> each.stream().equals(yesterday.stream()))
                        .map(each -> each.reason()))
                .last()
                .isEqualTo("late");
    }

    @Test
    void theDayThatADeviceHasLeftIsClosedForThatReason() {
        Footage yesterday = Footage.of("one", 60, -1);
        Footage today = Footage.of("one", 20);
        long shortlyAfterMidnight = today.stream().day().start().toEpochMilli() + 5_000;

        start(Options.of("w1").segments(1 << 20, Duration.ofDays(2)).dayEndsAfter(Duration.ofMillis(500)));
        yesterday.messages().forEach(each -> rig.produce(yesterday.stream().toString(), each, shortlyAfterMidnight));
        rig.flush();
        today.messages().forEach(each -> rig.produce(today.stream().toString(), each, shortlyAfterMidnight));
        awaitAnnounced(yesterday, 60);

        yesterday.assertAllIn(archive.frames(yesterday.stream()), false);
        assertThat(archive.announcements().stream()
                        .filter(each -> each.stream().equals(yesterday.stream()))
                        .map(each -> each.reason()))
                .containsExactly("day-end");
    }

    @Test
    void aWriterThatIsToldToStopStoresWhatIsWorthItAndLeavesTheRestToAReplay() {
        Footage large = Footage.of("large", 60);
        Footage small = Footage.of("small", 20);

        WriterUnderTest writer = start(Options.of("w1"));
        rig.produce(large.stream(), large.messages());
        rig.produce(small.stream(), small.messages());
        await().atMost(PATIENCE).until(() -> writer.figures().get(Count.FRAMES_SPOOLED) == 80);
        writer.close();

        assertThat(reasons()).containsOnly(Map.entry("handover", 1));
        large.assertAllIn(archive.frames(large.stream()), false);
        assertThat(archive.announcedFrames(small.stream())).isZero();
    }

    @Test
    void framesOfAnOlderRunJoinTheStreamAndDoNotEndIt() {
        Footage older = Footage.of("one", 30);
        Footage newer = older.inRun(77);

        start(Options.of("w1").segments(8 << 20, Duration.ofMinutes(15)));
        rig.produce(newer.stream(), newer.messages(0, 19));
        rig.produce(older.stream(), older.messages());
        rig.produce(older.stream(), List.of(older.end()));
        rig.produce(newer.stream(), newer.messages(20, 29));
        rig.produce(newer.stream(), List.of(newer.end()));
        awaitAnnounced(newer, 62);

        assertThat(archive.announcements()).hasSize(1);
        assertThat(archive.announcements().get(0).runs()).hasSize(2);
    }

    @Test
    void aRepeatIsDroppedAndOtherBytesAtItsPlaceAreKeptFlaggedAndCounted() {
        Footage footage = Footage.of("one", 40);

        WriterUnderTest writer = start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages(0, 39));
        rig.produce(footage.stream(), footage.messages(10, 25));
        rig.produce(footage.stream(), List.of(footage.camera().conflictingFrame(12)));
        rig.produce(footage.stream(), List.of(footage.camera().conflictingFrame(12)));
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 42);

        Map<FramePosition, List<byte[]>> frames = archive.frames(footage.stream());
        assertThat(frames.get(new FramePosition(0, 12)))
                .containsExactly(
                        footage.camera().expectedFrame(12), footage.camera().conflictingFrame(12));
        assertThat(frames.values().stream().mapToInt(List::size).sum()).isEqualTo(42);
        assertThat(archive.announcements().get(0).conflicts()).hasSize(1);
        assertThat(writer.figures().get(Count.REPEATS_DROPPED)).isEqualTo(17);
        assertThat(writer.figures().get(Count.CONFLICTS)).isEqualTo(1);
    }

    @Test
    void aRecordThatCannotBeDecodedIsCountedAndNeverHoldsUpThePartition() {
        Footage footage = Footage.of("one", 30);
        byte[] damaged = footage.messages(8, 15).get(0).clone();
        damaged[damaged.length - 1] ^= 1;

        WriterUnderTest writer = start(Options.of("w1"));
        rig.produce(footage.stream().toString(), new byte[] {1, 2, 3}, 1);
        rig.produce("no stream at all", footage.messages(0, 0).get(0), 1);
        rig.produce(footage.stream().toString(), new byte[0], 1);
        rig.produce(footage.stream(), footage.messages(0, 7));
        rig.produce(footage.stream().toString(), damaged, System.currentTimeMillis());
        rig.produce(footage.stream(), footage.messages(16, 29));
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 30);

        assertThat(writer.figures().get(Count.RECORDS_BAD)).isEqualTo(4);
        assertThat(archive.frames(footage.stream()))
                .as("the damaged frame alone is missing, those before it in its record are kept")
                .hasSize(30)
                .doesNotContainKey(new FramePosition(0, 15));
        await().atMost(PATIENCE).until(() -> committed(footage) == logEnd(footage));
    }

    @Test
    void anEventAndAnEndOfRunWhoseBodiesAreNoTextAreArchivedLikeAnyFrame() {
        Footage footage = Footage.of("one", 10);
        byte[] noText = {(byte) 0xC3, 0x28, (byte) 0xFF};

        start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.frame(FrameType.EVENT, 10, noText)));
        rig.produce(footage.stream(), List.of(footage.frame(FrameType.END_OF_RUN, 11, noText)));
        awaitAnnounced(footage, 12);

        assertThat(archive.frames(footage.stream())).hasSize(12);
        assertThat(archive.announcements()
                        .get(0)
                        .runs()
                        .get(0)
                        .end()
                        .orElseThrow()
                        .reason())
                .isEqualTo("unknown");
    }

    @Test
    void framesAreDeletedFromKafkaOnlyBehindTheArchiveAndTheTailWindow() {
        Footage footage = Footage.of("one", 400);
        Footage open = Footage.of("one", 430);

        start(Options.of("w1").tail(Duration.ofSeconds(2)));
        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 401);
        long archived = logEnd(footage);
        rig.produce(open.stream(), open.messages(401, 429));
        rig.flush();

        await().atMost(PATIENCE).until(() -> logStart(footage) == archived);
        assertThat(committed(footage)).isEqualTo(archived);
        assertThat(logEnd(footage)).isGreaterThan(archived);
    }
}
