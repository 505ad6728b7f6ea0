package io.dayreel.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Conditions conditions = new Conditions(meters);

    private double metric(String condition) {
        return meters.get("dayreel.condition")
                .tag("condition", condition)
                .gauge()
                .value();
    }

    @Test
    void aMetricTellsWhetherEachConditionIsFulfilled() {
        Condition kafka = conditions.add("test-kafka");
        conditions.add("test-store").ok();
        assertThat(metric("test-kafka")).isZero();

        kafka.ok();
        assertThat(metric("test-kafka")).isOne();

        kafka.broken("it does not answer");
        assertThat(metric("test-kafka")).isZero();
        assertThat(metric("test-store")).isOne();
    }
}
