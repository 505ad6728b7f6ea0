package io.dayreel.writer.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.stream.StreamId;
import org.junit.jupiter.api.Test;

class AnnouncedOffsetsTest {
    private static final StreamId ONE = StreamId.parse("demo/one/2026-11-21");
    private static final StreamId TWO = StreamId.parse("demo/two/2026-11-21");

    private final AnnouncedOffsets announced = new AnnouncedOffsets();

    @Test
    void onlyRecordsOfTheSegmentsOwnStreamAndBetweenItsOffsetsAreCovered() {
        announced.add(ONE, 10, 20, 100);
        announced.add(ONE, 30, 40, 101);

        assertThat(announced.cover(ONE, 10)).isTrue();
        assertThat(announced.cover(ONE, 20)).isTrue();
        assertThat(announced.cover(ONE, 40)).isTrue();
        assertThat(announced.cover(ONE, 9)).isFalse();
        assertThat(announced.cover(ONE, 25)).isFalse();
        assertThat(announced.cover(ONE, 41)).isFalse();
        assertThat(announced.cover(TWO, 15)).isFalse();
    }

    @Test
    void aReplayReadsFromTheOldestAnnouncementThatReachesBehindTheCommittedOffset() {
        announced.add(ONE, 10, 20, 100);
        announced.add(TWO, 12, 60, 101);
        announced.add(ONE, 21, 50, 102);

        assertThat(announced.oldestAnnouncementFor(20)).hasValue(100);
        assertThat(announced.oldestAnnouncementFor(21)).hasValue(101);
        assertThat(announced.oldestAnnouncementFor(61)).isEmpty();
    }

    @Test
    void whatEndsBeforeTheCommittedOffsetIsForgottenAndNothingElse() {
        announced.add(ONE, 10, 20, 100);
        announced.add(ONE, 21, 50, 102);

        announced.forgetBefore(21);

        assertThat(announced.cover(ONE, 15)).isFalse();
        assertThat(announced.cover(ONE, 30)).isTrue();
    }
}
