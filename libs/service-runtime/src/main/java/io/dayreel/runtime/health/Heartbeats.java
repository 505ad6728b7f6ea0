package io.dayreel.runtime.health;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * What must not die in this process without the process being restarted, of all services in it; {@code /q/health/live}
 * shows each by name. Thread-safe.
 */
@ApplicationScoped
public class Heartbeats {
    private final Map<String, Supplier<Optional<String>>> parts = new ConcurrentSkipListMap<>();

    /** Shows a part for good. */
    public void watch(Heartbeat part) {
        watch(part.name(), part::problem);
    }

    /**
     * Likewise for what knows by itself whether it lives.
     *
     * @param name in kebab-case, begins with the service's name
     * @param problem why only a restart can mend it; empty while it lives. Asked from any thread, must not block
     */
    public void watch(String name, Supplier<Optional<String>> problem) {
        if (parts.putIfAbsent(name, problem) != null) {
            throw new IllegalStateException("part " + name + " is watched already");
        }
    }

    /** What is wrong with each part, by name; empty for one that lives. */
    public Map<String, Optional<String>> problems() {
        Map<String, Optional<String>> problems = new LinkedHashMap<>();
        parts.forEach((name, problem) -> problems.put(name, problem.get()));
        return problems;
    }
}
