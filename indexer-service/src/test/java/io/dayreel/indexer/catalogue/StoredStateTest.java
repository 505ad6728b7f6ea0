package io.dayreel.indexer.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What this version keeps in the changelogs and is no record of a topic, as 0.1 writes it. The next version finds it there
 * when it takes a partition over: these texts have to be read by every later build, and a member that is added gets a text
 * of its own.
 */
class StoredStateTest {
    private static final StreamId STREAM = new DeviceId("demo", "front-door").on(Day.parse("2026-11-21"));

    @Covers("C10")
    @Test
    void aDay() {
        DaySummary day = new DaySummary(1, 2, 3, 4, 5, 6);
        String stored = "{\"frames\":1,\"bytes\":2,\"segments\":3,\"firstTimeMicros\":4,\"lastTimeMicros\":5,"
                + "\"lastReceivedMillis\":6}";

        assertThat(Json.write(day)).isEqualTo(stored);
        assertThat(Json.read(stored, DaySummary.class)).isEqualTo(day);
    }

    @Covers("C10")
    @Test
    void anEvent() {
        IndexedEvent event = new IndexedEvent(1, 2, 3, 4, "{\"type\":\"motion\"}", true);
        String stored = "{\"run\":1,\"counter\":2,\"timeMicros\":3,\"track\":4,"
                + "\"body\":\"{\\\"type\\\":\\\"motion\\\"}\",\"archived\":true}";

        assertThat(Json.write(event)).isEqualTo(stored);
        assertThat(Json.read(stored, IndexedEvent.class)).isEqualTo(event);
    }

    @Covers("C10")
    @Test
    void theSealingOfADay() {
        DaySealing sealing = new DaySealing(
                Optional.of(new CompletenessRecord(STREAM, State.READY, 5, 4, 1, 0, List.of(), 6, 7, 8)),
                Optional.of(new SegmentRecord.Sealed("a/manifest-0.json", STREAM, 0, "0a", 7, 1, "7-0a")));
        String stored = "{\"completeness\":{\"stream\":\"demo/front-door/2026-11-21\",\"state\":\"ready\","
                + "\"expected\":5,\"received\":4,\"missing\":1,\"lost\":0,\"runs\":[],\"deadlineMillis\":6,"
                + "\"revision\":7,\"updatedMillis\":8,\"completeness\":0.8},"
                + "\"sealed\":{\"type\":\"sealed\",\"key\":\"a/manifest-0.json\","
                + "\"stream\":\"demo/front-door/2026-11-21\",\"number\":0,\"hash\":\"0a\",\"segments\":7,"
                + "\"sealedMillis\":1,\"revision\":\"7-0a\"}}";

        assertThat(Json.write(sealing)).isEqualTo(stored);
        assertThat(Json.read(stored, DaySealing.class)).isEqualTo(sealing);
        assertThat(Json.read("{}", DaySealing.class)).isEqualTo(DaySealing.NOTHING);
    }
}
