package io.dayreel.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.commands.DeviceCommand.Reconnect;
import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.contracts.fleet.InstanceRecord.Order;
import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.ingest.compaction.FleetPlan.Reason;
import io.dayreel.ingest.compaction.FleetRules;
import io.dayreel.ingest.compaction.FleetRules.Marks;
import io.dayreel.ingest.fleet.PlanRounds.Round;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanRoundsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    private final KnownFleet fleet = new KnownFleet(clock);
    private final PlanRounds rounds = new PlanRounds(
            "a",
            fleet,
            new FleetRules(
                    new Marks(0.5, 0.7, 0.8),
                    1,
                    5,
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(1),
                    FleetRules.Order.LEAST_FILLED),
            new PlanRounds.Times(INTERVAL, LEASE, LEASE, Duration.ofSeconds(40), Duration.ZERO),
            clock,
            new Random(1));

    /** Instance a with twelve devices, b with eight, both known for an hour. */
    private void twoInstances() {
        reports(State.SERVING);
        IntStream.range(0, 20).forEach(i -> present(i, i < 12 ? "a" : "b"));
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 12; i++) {
            reports(State.SERVING);
            clock.advance(INTERVAL);
        }
        reports(State.SERVING);
    }

    private void reports(State ofB) {
        report("a", 12, State.SERVING);
        report("b", 8, ofB);
    }

    private void report(String name, int connections, State state) {
        fleet.published(new Report(
                name,
                1,
                Optional.of("wss://" + name + ".example.org/v1/ingest"),
                "",
                new Load(100, 1_000_000),
                new Load(connections, 0),
                state,
                clock.millis() + LEASE.toMillis()));
    }

    private void present(int device, String instance) {
        present(device, instance, clock.millis());
    }

    private void present(int device, String instance, long since) {
        rounds.present(new PresenceRecord(
                device(device),
                instance,
                instance + since,
                true,
                since,
                clock.millis() + Duration.ofDays(1).toMillis(),
                "",
                List.of(),
                10));
    }

    private static DeviceId device(int number) {
        return new DeviceId("demo", "cam-" + number);
    }

    @Covers("B2")
    @Test
    void anInstanceIsOrderedToTakeNoMoreAndItsDevicesAreToldTheAddressOfAnother() {
        twoInstances();

        Round round = rounds.plan(true);

        assertThat(round.orders()).containsExactly(new Order("b", 1, "a", clock.millis() + LEASE.toMillis()));
        assertThat(round.commands()).hasSize(5).allSatisfy(command -> assertThat(command.to())
                .isEqualTo("wss://a.example.org/v1/ingest?device="
                        + command.device().device()));
    }

    @Test
    void nobodyIsToldTwiceAndNoMoreThanTheBoundInAMinute() {
        twoInstances();
        List<DeviceId> first =
                rounds.plan(true).commands().stream().map(Reconnect::device).toList();

        clock.advance(Duration.ofSeconds(20));
        reports(State.DRAINING);
        assertThat(rounds.plan(true).commands()).isEmpty();
        clock.advance(Duration.ofSeconds(41));
        reports(State.DRAINING);
        fleet.published(new Order("b", 1, "a", clock.millis() + LEASE.toMillis()));
        List<DeviceId> second =
                rounds.plan(true).commands().stream().map(Reconnect::device).toList();

        assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first);
    }

    @Test
    void nothingIsDecidedBeforeAllConnectionsCanBeKnownOrWhenReportsAreOldOrKafkaIsAway() {
        reports(State.SERVING);
        assertThat(rounds.plan(true).plan().reason()).isEqualTo(Reason.STALE);
        twoInstances();

        assertThat(rounds.plan(false).plan().reason()).isEqualTo(Reason.STALE);
        clock.advance(Duration.ofSeconds(26));
        Round old = rounds.plan(true);

        assertThat(old.plan().reason()).isEqualTo(Reason.STALE);
        assertThat(old.commands()).isEmpty();
    }

    @Test
    void nothingIsMovedAfterAnInstanceCame() {
        twoInstances();
        report("c", 0, State.SERVING);

        Round round = rounds.plan(true);

        assertThat(round.plan().reason()).isEqualTo(Reason.UNSETTLED);
        assertThat(round.commands()).isEmpty();
    }

    @Test
    void anotherPlannerGoesOnWithTheOrdersThatItFinds() {
        twoInstances();
        reports(State.DRAINING);
        fleet.published(new Order("b", 1, "z", clock.millis() + 1_000));

        Round round = rounds.plan(true);

        assertThat(round.plan().emptied()).containsExactly("b");
        assertThat(round.orders()).extracting(Order::planner).containsExactly("a");
    }

    @Test
    void whoIsNotToBeEmptiedAnyMoreIsToldSo() {
        report("b", 8, State.DRAINED);
        clock.advance(Duration.ofMinutes(2));
        report("b", 0, State.DRAINED);

        Round round = rounds.plan(true);

        assertThat(round.orders()).containsExactly(new Order("b", 1, "a", clock.millis()));
    }

    @Test
    void anOrderIsForOneProcessAndForItsTime() {
        OwnInstance own = own("b", 2);
        fleet.published(new Order("b", 1, "a", clock.millis() + 1_000));
        assertThat(own.state(3)).as("an earlier process was meant").isEqualTo(State.SERVING);

        fleet.published(new Order("b", 2, "a", clock.millis() + 1_000));
        assertThat(own.state(3)).isEqualTo(State.DRAINING);
        assertThat(own.state(0)).isEqualTo(State.DRAINED);
        clock.advance(Duration.ofSeconds(2));

        assertThat(own.state(0)).as("nobody renewed it").isEqualTo(State.SERVING);
    }

    @Test
    void whoCannotStayGoesToTheLeastFilledInstanceThatHasAnAddress() {
        report("a", 20, State.SERVING);
        report("c", 10, State.SERVING);
        report("d", 1, State.DRAINING);
        OwnInstance own = own("b", 1);
        assertThat(own.elsewhere(device(1))).isEmpty();

        own.stop();

        assertThat(own.elsewhere(device(1)).orElseThrow().to()).isEqualTo("wss://c.example.org/v1/ingest?device=cam-1");
    }

    private OwnInstance own(String name, long started) {
        return new OwnInstance(
                new OwnInstance.Identity(name, started, Optional.empty(), "", new Load(100, 1)),
                fleet,
                clock,
                new Random(1));
    }
}
