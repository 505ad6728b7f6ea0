package io.dayreel.runtime.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The conditions of all services in this process; {@code /q/health/ready} shows each by name, and a metric whether it is
 * fulfilled. Thread-safe.
 */
@ApplicationScoped
public class Conditions {
    private final MeterRegistry meters;
    private final List<Condition> all = new CopyOnWriteArrayList<>();

    public Conditions(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Adds a condition that is not yet fulfilled. @param name in kebab-case, begins with the service's name */
    public Condition add(String name) {
        if (all.stream().anyMatch(existing -> existing.name().equals(name))) {
            throw new IllegalStateException("condition " + name + " exists already");
        }
        Condition condition = new Condition(name);
        all.add(condition);
        Gauge.builder("dayreel.condition", condition, each -> each.isOk() ? 1 : 0)
                .description("1 where a condition of readiness is fulfilled, 0 where it is not")
                .tag("condition", name)
                .register(meters);
        return condition;
    }

    /** In order of adding. */
    public List<Condition> all() {
        return List.copyOf(all);
    }
}
