package io.dayreel.ingest.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.ingest.compaction.FleetRules.Marks;
import io.dayreel.ingest.compaction.FleetRules.Order;
import io.dayreel.ingest.compaction.SimulatedFleet.Device;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day of 10 000 devices, minute by minute with the real planner: home cameras all day, body cameras by shifts, two
 * storms in which a third of all devices lose their connection, an instance that dies at noon.
 */
class CompactionDayTest {
    private static final int MINUTES = 24 * 60;
    private static final int NOON = 12 * 60;
    private static final int HOME = 3_000;
    private static final int EARLY = 4_200;
    private static final int LATE = 2_100;
    private static final int NIGHT = 700;
    private static final long HOME_BYTES = 60_000;
    private static final long BODY_BYTES = 100_000;
    private static final List<Integer> STORMS = List.of(9 * 60, 18 * 60);
    private static final int SHIFT_CHANGE = 30;
    private static final int START_MINUTES = 2;
    private static final Path CHART = Path.of("../docs/images/compaction-day.svg");
    private static final FleetRules RULES = new FleetRules(
            new Marks(0.5, 0.7, 0.8), 2, 120, Duration.ofMinutes(30), Duration.ofMinutes(3), Order.LEAST_FILLED);

    private static Day withAddresses;

    @BeforeAll
    static void liveADay() {
        withAddresses = new Day(true).run();
    }

    @AfterAll
    static void forget() {
        withAddresses = null;
    }

    /** One minute as it was. */
    record Minute(int running, double filled, double fullest, int moves) {}

    /** A whole day. */
    private static final class Day {
        private final SimulatedFleet fleet;
        private final List<Minute> minutes = new ArrayList<>();
        private final Map<DeviceId, Integer> moves =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        private final Map<Integer, List<Device>> coming = new TreeMap<>();

        Day(boolean named) {
            fleet = new SimulatedFleet(RULES, new Load(1_000, 100_000_000), named, START_MINUTES);
            for (int i = 0; i < 7; i++) {
                fleet.addInstance();
            }
            for (int i = 0; i < HOME; i++) {
                fleet.connect(home(i), HOME_BYTES);
            }
            for (int i = 0; i < NIGHT; i++) {
                fleet.connect(body(EARLY + LATE + i), BODY_BYTES);
            }
        }

        Day run() {
            for (int minute = 0; minute < MINUTES; minute++) {
                commute(minute);
                storm(minute);
                if (minute == NOON) {
                    String victim = fleet.names().iterator().next();
                    coming.computeIfAbsent(minute + 1, key -> new ArrayList<>()).addAll(fleet.kill(victim));
                }
                comeAgain(minute);
                FleetPlan plan = fleet.minute();
                plan.moves().forEach(move -> moves.merge(move.device(), 1, Integer::sum));
                minutes.add(new Minute(
                        fleet.running(),
                        fleet.filled(),
                        fleet.fullest(),
                        plan.moves().size()));
            }
            return this;
        }

        /** Shifts from 6 to 14, 14 to 22 and 22 to 6 o'clock; each comes and goes within half an hour. */
        private void commute(int minute) {
            shift(0, EARLY, 6 * 60, 14 * 60, minute);
            shift(EARLY, LATE, 14 * 60, 22 * 60, minute);
            shift(EARLY + LATE, NIGHT, 22 * 60, 6 * 60, minute);
        }

        private void shift(int first, int count, int from, int to, int minute) {
            for (int i = share(count, minute - from); i < share(count, minute - from + 1); i++) {
                fleet.connect(body(first + i), BODY_BYTES);
            }
            for (int i = share(count, minute - to); i < share(count, minute - to + 1); i++) {
                fleet.disconnect(body(first + i));
            }
        }

        /** How many have come or gone so many minutes after the beginning. */
        private static int share(int count, int minutes) {
            return Math.max(0, Math.min(SHIFT_CHANGE, minutes)) * count / SHIFT_CHANGE;
        }

        private void storm(int minute) {
            if (!STORMS.contains(minute)) {
                return;
            }
            for (int i = 0; i < HOME + EARLY + LATE; i++) {
                DeviceId id = i < HOME ? home(i) : body(i - HOME);
                if (i % 3 == 0 && fleet.isConnected(id)) {
                    int back = minute + 1 + i % 4;
                    coming.computeIfAbsent(back, key -> new ArrayList<>()).add(fleet.disconnect(id));
                }
            }
        }

        private void comeAgain(int minute) {
            List<Device> now = coming.remove(minute);
            if (now != null) {
                now.forEach(fleet::connectAgain);
            }
        }

        private static DeviceId home(int number) {
            return new DeviceId("demo", "home-" + number);
        }

        private static DeviceId body(int number) {
            return new DeviceId("demo", "body-" + number);
        }
    }

    @Covers("B2")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNumberOfInstancesFollowsTheLoadUpAndDown(boolean named) {
        List<Minute> minutes = (named ? withAddresses : new Day(false).run()).minutes;

        for (int minute = 0; minute < MINUTES; minute++) {
            Minute now = minutes.get(minute);
            assertThat(now.fullest())
                    .as("fullest in minute %s: never above its capacity", minute)
                    .isLessThanOrEqualTo(1);
            assertThat((double) now.running())
                    .as("instances in minute %s", minute)
                    .isGreaterThanOrEqualTo(now.filled())
                    .isLessThanOrEqualTo(mostFilled(minutes, minute) / 0.5 + 2);
        }
        assertThat(minutes.stream().mapToInt(Minute::running).max().orElseThrow())
                .isBetween(11, 14);
        assertThat(minutes.get(13 * 60).running()).isGreaterThanOrEqualTo(10);
        assertThat(minutes.get(21 * 60).running())
                .as("the others would be filled above the low mark if one stopped")
                .isLessThan(minutes.get(13 * 60).running())
                .isLessThanOrEqualTo(11);
        assertThat(minutes.get(5 * 60).running()).isLessThanOrEqualTo(8);
    }

    /** The greatest load of the last two hours: so long it may take to empty what is no longer needed. */
    private static double mostFilled(List<Minute> minutes, int minute) {
        return minutes.subList(Math.max(0, minute - 120), minute + 1).stream()
                .mapToDouble(Minute::filled)
                .max()
                .orElseThrow();
    }

    @Covers("B2")
    @Test
    void noInstanceIsAboveItsTargetButForMinutesAfterALoss() {
        List<Minute> minutes = withAddresses.minutes;

        List<Integer> above = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            if (minutes.get(minute).fullest() > RULES.marks().target()) {
                above.add(minute);
            }
        }

        assertThat(above).allMatch(minute -> minute >= NOON && minute < NOON + 10);
    }

    @Covers("B2")
    @Test
    void movesAreFewPerDeviceAndPerMinute() {
        assertThat(withAddresses.minutes).allMatch(minute -> minute.moves() <= RULES.movesPerMinute());
        assertThat(withAddresses.moves.values()).allMatch(moves -> moves <= 6);
        assertThat(withAddresses.moves.values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isLessThan(15_000);
    }

    /** Written anew with {@code -Ddayreel.write-charts=true}. */
    @Test
    void theChartInTheDocumentsIsOfThisPlanner() throws IOException {
        String chart = DayChart.of(withAddresses.minutes);

        if (Boolean.getBoolean("dayreel.write-charts")) {
            Files.createDirectories(CHART.getParent());
            Files.writeString(CHART, chart);
        }

        assertThat(Files.readString(CHART))
                .as("docs/images/compaction-day.svg: write it anew with -Ddayreel.write-charts=true")
                .isEqualTo(chart);
    }
}
