package io.dayreel.sync.topology;

import static io.dayreel.sync.topology.SyncBench.CAM;
import static io.dayreel.sync.topology.SyncBench.TODAY;
import static io.dayreel.sync.topology.SyncBench.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dayreel.contracts.commands.DeviceCommand.Resend;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.contracts.wishes.RepairWish.WishedRun;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.Wish;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of what operators want, in virtual time; a request asks for ten frames. */
class WishesTest {
    private static final StreamId STREAM = CAM.on(TODAY);
    private static final StreamId YESTERDAY = CAM.on(Day.parse("2026-11-20"));

    private final SyncBench bench = new SyncBench(new SyncBench.Rules(new RepairOrder.OldestFirst(), 1, 20_000));

    @BeforeEach
    void makeHoles() {
        bench.connect(CAM);
        bench.covers(YESTERDAY, 1, 100, 100);
        bench.covers(STREAM, 1, 100, 100);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void wish(String request, CounterRanges ranges) {
        bench.wishes(new RepairWish.Resend(CAM, TODAY, List.of(new WishedRun(1, ranges)), request));
    }

    private void comes(StreamId stream, long first, long last) {
        bench.covers(stream, 1, first, last);
        bench.passes(Duration.ofSeconds(1));
    }

    @Covers({"A7", "C10"})
    @Test
    void aWishIsStoredWithTheRecordThatSaysIt() {
        bench.passes(Duration.ofSeconds(1));

        wish("w1", range(50, 64));

        assertThat(bench.stored(CAM).wishes()).extracting(Wish::request).containsExactly("w1");
    }

    @Covers("A7")
    @Test
    void whatAnOperatorWantsIsAskedForBeforeAllElseButOneRequestAtATime() {
        bench.passes(Duration.ofSeconds(10));
        assertThat(bench.asked()).extracting(Resend::day).containsExactly(YESTERDAY.day());

        wish("w1", range(50, 64));
        bench.passes(Duration.ofSeconds(3));
        assertThat(bench.asked()).isEmpty();
        comes(YESTERDAY, 0, 9);
        comes(STREAM, 50, 59);
        comes(STREAM, 60, 64);

        assertThat(bench.asked())
                .extracting(Resend::day, Resend::ranges)
                .containsExactly(
                        tuple(TODAY, range(50, 59)),
                        tuple(TODAY, range(60, 64)),
                        tuple(YESTERDAY.day(), range(10, 19)));
        assertThat(bench.repairs(STREAM))
                .filteredOn(event -> event.kind() == Kind.ASKED)
                .allMatch(event ->
                        event.request().startsWith("w1-") && event.reason().equals("wanted"));
    }

    @Test
    void aFrameIsWantedOnceAndThenAskedForLikeAllOthers() {
        wish("w1", range(50, 54));
        wish("w1", range(50, 54));
        bench.passes(Duration.ofSeconds(10));
        assertThat(bench.asked()).extracting(Resend::ranges).containsExactly(range(50, 54));

        bench.passes(Duration.ofMinutes(2));

        assertThat(bench.asked()).extracting(Resend::day).containsOnly(YESTERDAY.day());
    }

    @Test
    void aWishEndsThePauseAfterRequestsThatBroughtNothing() {
        bench.passes(Duration.ofMinutes(30));
        bench.asked();
        bench.passes(Duration.ofSeconds(60));
        assertThat(bench.asked()).isEmpty();

        wish("w1", range(0, 4));
        bench.passes(Duration.ofSeconds(1));

        assertThat(bench.asked()).extracting(Resend::ranges).containsExactly(range(0, 4));
    }

    @Test
    void aWishWaitsForItsDeviceAndWhatIsThereByThenIsNotAskedFor() {
        bench.disconnect(CAM);
        wish("w1", range(50, 59));
        bench.passes(Duration.ofMinutes(5));
        assertThat(bench.asked()).isEmpty();

        bench.covers(STREAM, 1, 50, 52);
        bench.connect(CAM);
        bench.passes(Duration.ofSeconds(8));

        assertThat(bench.asked()).extracting(Resend::ranges).containsExactly(range(53, 59));
    }

    @Test
    void aFifthRequestIsRefusedAndSaysSo() {
        bench.disconnect(CAM);
        for (int i = 1; i <= 5; i++) {
            wish("w" + i, range(i, i));
        }
        bench.passes(Duration.ofSeconds(1));

        assertThat(bench.repairs(STREAM))
                .extracting(RepairEvent::kind, RepairEvent::request, RepairEvent::reason)
                .containsExactly(tuple(Kind.REFUSED, "w5", "too-many-wishes"));
    }

    @Test
    void aWishForADayOfWhichNothingIsKnownLeavesNoTrace() {
        StreamId unknown = CAM.on(Day.parse("2026-11-01"));

        bench.wishes(new RepairWish.Resend(CAM, unknown.day(), List.of(new WishedRun(1, range(0, 9))), "w1"));
        bench.passes(Duration.ofSeconds(10));

        assertThat(bench.asked()).extracting(Resend::day).doesNotContain(unknown.day());
        assertThat(bench.remembers(unknown)).isFalse();
        assertThat(bench.repairs(unknown)).isEmpty();
    }
}
