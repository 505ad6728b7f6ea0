package io.dayreel.ingest.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {
    private final InFlightBudget budget = new InFlightBudget(100);
    private final List<String> granted = new ArrayList<>();

    @Test
    void whoFindsNoRoomIsGrantedItInOrderWhenBytesAreReleased() {
        budget.take(80, () -> granted.add("never"));
        budget.take(60, () -> granted.add("first"));
        budget.take(10, () -> granted.add("second"));

        budget.release(80);

        assertThat(granted).containsExactly("first", "second");
        assertThat(budget.used()).isEqualTo(70);
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        budget.take(80, () -> granted.add("never"));
        budget.take(60, () -> granted.add("first"));

        boolean taken = budget.take(1, () -> granted.add("second"));

        assertThat(taken).isFalse();
        assertThat(granted).isEmpty();
    }

    @Test
    void whatIsLargerThanTheWholeBudgetPassesAlone() {
        assertThat(budget.take(200, () -> granted.add("never"))).isTrue();

        budget.take(1, () -> granted.add("next"));
        budget.release(200);

        assertThat(granted).containsExactly("next");
    }
}
