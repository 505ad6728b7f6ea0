package io.dayreel.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The conditions of all services in this process; {@code /q/health/ready} shows each by name. Thread-safe. */
@ApplicationScoped
public class Conditions {
    private final List<Condition> all = new CopyOnWriteArrayList<>();

    /** Adds a condition that is not yet fulfilled. @param name in kebab-case, begins with the service's name */
    public Condition add(String name) {
        if (all.stream().anyMatch(existing -> existing.name().equals(name))) {
            throw new IllegalStateException("condition " + name + " exists already");
        }
        Condition condition = new Condition(name);
        all.add(condition);
        return condition;
    }

    /** In order of adding. */
    public List<Condition> all() {
        return List.copyOf(all);
    }
}
