package io.dayreel.runtime.health;

import java.util.Optional;

/** One thing that must be so for a service to be ready. Holds a problem until {@link #ok}. Thread-safe. */
public final class Condition {
    private final String name;
    private volatile Optional<String> problem = Optional.of("starting");

    Condition(String name) {
        this.name = name;
    }

    /** In kebab-case, begins with the service's name. */
    public String name() {
        return name;
    }

    public void ok() {
        problem = Optional.empty();
    }

    /** @param reason what is wrong, for an operator */
    public void broken(String reason) {
        problem = Optional.of(reason);
    }

    public boolean isOk() {
        return problem.isEmpty();
    }

    public Optional<String> problem() {
        return problem;
    }
}
