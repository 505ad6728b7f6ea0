package io.dayreel.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResendsTest {
    private static final RunId RUN = new RunId(Day.parse("2026-11-21"), 1);
    private static final long SECOND = 1_000_000_000L;

    private final Resends resends = new Resends();

    private static CounterRanges ranges(long first, long last) {
        return CounterRanges.of(new CounterRange(first, last));
    }

    @Covers("A7")
    @Test
    void noMoreFramesGoThanTheRateAllowsHoweverOftenOneAsks() {
        resends.ask(RUN, ranges(0, 999), 100, 0);

        long sent = 0;
        for (long now = 0; now <= 3 * SECOND; now += SECOND / 100) {
            Optional<Resends.Due> due = resends.next(now);
            if (due.isPresent()) {
                resends.sent(RUN, due.get().counters());
                sent += due.get().counters().last() - due.get().counters().first() + 1;
            }
        }

        assertThat(sent).isBetween(250L, 305L);
    }

    @Test
    void afterAPauseNoMoreThanATwentiethOfASecondsWorthGoesAtOnce() {
        resends.ask(RUN, ranges(0, 999), 100, 0);

        Optional<Resends.Due> due = resends.next(60 * SECOND);

        assertThat(due.orElseThrow().counters()).isEqualTo(new CounterRange(0, 4));
    }

    @Test
    void whatWasAcknowledgedMeanwhileIsNotSent() {
        resends.ask(RUN, ranges(0, 99), 100, 0);

        resends.done(RUN, ranges(0, 97));
        resends.sent(RUN, resends.next(SECOND).orElseThrow().counters());

        assertThat(resends.isEmpty()).isTrue();
    }
}
