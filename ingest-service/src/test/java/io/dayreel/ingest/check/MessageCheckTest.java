package io.dayreel.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.ingest.testing.Frames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.clock.TestClock;
import java.time.Instant;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MessageCheckTest {
    private static final Day TODAY = Day.parse("2026-11-21");

    private static final int FRAMES = 50_000;

    private final MessageCheck check = new MessageCheck(TestClock.at(Instant.parse("2026-11-21T10:00:00Z")));

    @Test
    void countersMayComeInAnyOrder() {
        byte[] message = Frames.join(
                Frames.data(TODAY, 1, 5), Frames.data(TODAY, 1, 9), Frames.data(TODAY, 1, 4), Frames.data(TODAY, 1, 4));

        assertThat(check.check(message).good().orElseThrow().ranges()).hasToString("[4-5, 9-9]");
    }

    @Covers("B1")
    @Test
    void aMessageOfFramesInTheWorstOrderIsCheckedAboutAsFastAsOthers() {
        byte[] ascending = message(i -> i);
        byte[] descending = message(i -> FRAMES - i);

        assertThat(fastest(descending)).isLessThan(15 * fastest(ascending));
        assertThat(check.check(descending).good().orElseThrow().ranges().rangeCount())
                .isEqualTo(FRAMES);
    }

    /** Frames whose counters do not touch each other. */
    private static byte[] message(IntUnaryOperator order) {
        return Frames.join(IntStream.range(0, FRAMES)
                .mapToObj(i -> Frames.data(TODAY, 1, 2L * order.applyAsInt(i), new byte[0]))
                .toArray(byte[][]::new));
    }

    private long fastest(byte[] message) {
        return LongStream.range(0, 5)
                .map(round -> {
                    long begin = System.nanoTime();
                    check.check(message);
                    return System.nanoTime() - begin;
                })
                .min()
                .orElseThrow();
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
