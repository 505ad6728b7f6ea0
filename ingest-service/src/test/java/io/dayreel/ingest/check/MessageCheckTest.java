package io.dayreel.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dayreel.ingest.testing.Frames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageCheckTest {
    private static final Day TODAY = Day.parse("2026-11-21");

    private final MessageCheck check = new MessageCheck(TestClock.at(Instant.parse("2026-11-21T10:00:00Z")));

    @Test
    void countersMayComeInAnyOrder() {
        byte[] message = Frames.join(
                Frames.data(TODAY, 1, 5), Frames.data(TODAY, 1, 9), Frames.data(TODAY, 1, 4), Frames.data(TODAY, 1, 4));

        assertThat(check.check(message).good().orElseThrow().ranges()).hasToString("[4-5, 9-9]");
    }

    @Covers("B1")
    @Test
    void aMessageOfFramesInTheWorstOrderIsCheckedAsFastAsOthers() {
        int frames = 100_000;
        byte[] message = Frames.join(IntStream.range(0, frames)
                .mapToObj(i -> Frames.data(TODAY, 1, 2L * (frames - i), new byte[0]))
                .toArray(byte[][]::new));

        CheckedMessage good = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> check.check(message).good().orElseThrow());

        assertThat(good.ranges().rangeCount()).isEqualTo(frames);
    }

    @Covers("A9")
    @Test
    void aMessageOfHundredsOfGoneFramesIsRefusedAfterTheFirstHundred() {
        String body = "{\"day\":\"" + TODAY + "\",\"run\":1,\"ranges\":[[0,1]],\"reason\":\"spool-full\"}";
        byte[] message = Frames.join(IntStream.range(0, 300)
                .mapToObj(i -> Frames.gone(TODAY, 1, 10L + i, body))
                .toArray(byte[][]::new));

        CheckResult result = check.check(message);

        assertThat(result.good().orElseThrow().gone()).hasSize(100);
        assertThat(result.refusal().orElseThrow().field()).isEqualTo("gone");
    }
}
