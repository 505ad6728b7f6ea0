package io.dayreel.sync.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.sync.received.Totals;
import io.dayreel.sync.repair.Ask;
import io.dayreel.sync.repair.Wish;
import io.dayreel.testkit.Covers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What this version keeps in the changelogs as JSON, as 0.1 writes it. The next version finds it there when it takes a
 * partition over, and nothing else has it: these texts have to be read by every later build, and a member that is added
 * gets a text of its own. Receipts, which are binary, are held by {@code StreamReceiptsTest}.
 */
class StoredStateTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final CounterRanges RANGES = CounterRanges.of(new CounterRange(40, 44));

    @Covers("C10")
    @Test
    void aDevice() {
        DeviceState device = new DeviceState(
                new DeviceId("demo", "front-door"),
                new Link(true, "s", 1, 2),
                List.of(new DayState(DAY, State.OPEN, new Totals(1, 1, 106, 101, 4, 1, true, true), 3, 4, 5, 6)),
                Optional.of(new Ask("r1", DAY, 15_000, RANGES, "s", 7, 8)),
                9,
                10,
                List.of(new Wish("r2", DAY, 15_000, RANGES)));
        String stored = "{\"device\":\"demo/front-door\","
                + "\"link\":{\"connected\":true,\"session\":\"s\",\"connectedAtMillis\":1,\"leaseUntilMillis\":2},"
                + "\"days\":[{\"day\":\"2026-11-21\",\"state\":\"open\",\"totals\":{\"runs\":1,\"ends\":1,"
                + "\"expected\":106,\"received\":101,\"missing\":4,\"lost\":1,\"lastRunEnded\":true,"
                + "\"lastRunDeclared\":true},\"openedMillis\":3,\"changedMillis\":4,\"revision\":5,"
                + "\"publishedMillis\":6}],"
                + "\"ask\":{\"request\":\"r1\",\"day\":\"2026-11-21\",\"run\":15000,\"ranges\":[[40,44]],"
                + "\"session\":\"s\",\"askedMillis\":7,\"untilMillis\":8},"
                + "\"fruitless\":9,\"nextAskMillis\":10,"
                + "\"wishes\":[{\"request\":\"r2\",\"day\":\"2026-11-21\",\"run\":15000,\"ranges\":[[40,44]]}]}";

        assertThat(Json.write(device)).isEqualTo(stored);
        assertThat(Json.read(stored, DeviceState.class)).isEqualTo(device);
    }

    @Covers("C10")
    @Test
    void whatWasDoneForADay() {
        DayRepairs repairs =
                new DayRepairs(DAY, List.of(RepairEvent.of(1, Kind.LOST, 15_000, RANGES, "r1", "not-held")), 2);
        String stored = "{\"day\":\"2026-11-21\",\"events\":[{\"atMillis\":1,\"kind\":\"lost\",\"run\":15000,"
                + "\"frames\":5,\"ranges\":[[40,44]],\"request\":\"r1\",\"reason\":\"not-held\"}],\"forgotten\":2}";

        assertThat(Json.write(repairs)).isEqualTo(stored);
        assertThat(Json.read(stored, DayRepairs.class)).isEqualTo(repairs);
    }
}
