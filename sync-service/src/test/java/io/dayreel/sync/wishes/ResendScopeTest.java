package io.dayreel.sync.wishes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.MissingDay.MissingRun;
import io.dayreel.contracts.wishes.RepairWish.WishedRun;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResendScopeTest {
    private static final MissingRun FIRST =
            new MissingRun(1, range(40, 44), 100, 90, true, List.of(new LostFrames(range(50, 54), "not-held")));
    private static final MissingRun SECOND = new MissingRun(2, range(0, 9), 20, 10, false, List.of());
    private static final MissingDay DAY =
            new MissingDay(Day.parse("2026-11-21"), List.of(FIRST, SECOND), 100, 120, 15, 5);

    private static CounterRanges range(long first, long last) {
        return CounterRanges.of(new CounterRange(first, last));
    }

    private static ResendScope scope(int run, long first, long last) {
        return new ResendScope(Optional.of(run), Optional.of(range(first, last)));
    }

    @Test
    void aWholeDayIsWhatIsMissingOfAllItsRuns() {
        ResendScope.Missing missing = ResendScope.WHOLE_DAY.in(DAY);

        assertThat(missing.runs()).containsExactly(new WishedRun(1, range(40, 44)), new WishedRun(2, range(0, 9)));
        assertThat(missing.frames()).isEqualTo(15);
        assertThat(missing.leftOut()).isZero();
    }

    @Test
    void rangesAreCutToWhatIsMissingAndTheRestIsCounted() {
        ResendScope.Missing missing = scope(1, 42, 51).in(DAY);

        assertThat(missing.runs()).containsExactly(new WishedRun(1, range(42, 44)));
        assertThat(missing.received()).isEqualTo(5);
        assertThat(missing.lost()).isEqualTo(2);
    }

    @Test
    void whatNobodyEverAnnouncedIsNotMissing() {
        ResendScope.Missing missing = scope(1, 1_000, 2_000).in(DAY);

        assertThat(missing).isEqualTo(new ResendScope.Missing(List.of(), 0, 0, 0));
        assertThat(scope(3, 0, 9).isOf(DAY)).isFalse();
    }

    @Test
    void ofManyHolesTheOldestFiveHundredAreTaken() {
        CounterRanges sieve = new CounterRanges();
        for (long counter = 0; counter < 2_000; counter += 2) {
            sieve.add(counter);
        }
        MissingDay day = new MissingDay(
                DAY.day(), List.of(new MissingRun(1, sieve, 2_000, 1_000, false, List.of()), SECOND), 0, 0, 0, 0);

        ResendScope.Missing missing = ResendScope.WHOLE_DAY.in(day);

        assertThat(missing.frames()).isEqualTo(500);
        assertThat(missing.runs()).hasSize(1);
        assertThat(missing.leftOut()).isEqualTo(510);
    }

    @Test
    void rangesWithoutARunMakeNoSense() {
        Optional<CounterRanges> ranges = Optional.of(range(0, 9));

        assertThatThrownBy(() -> new ResendScope(Optional.empty(), ranges)).hasMessageContaining("run");
    }
}
