package io.dayreel.writer.consume;

import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Conditions;
import java.util.Optional;

/** What health shows of the writer. Thread-safe. */
public final class WriterHealth {
    private final Condition kafka;
    private final Condition partitions;
    private final Condition store;
    private final Condition spool;

    /** Adds the writer's conditions, which are not fulfilled yet. */
    public WriterHealth(Conditions conditions) {
        kafka = conditions.add("writer-kafka");
        partitions = conditions.add("writer-partitions");
        store = conditions.add("writer-store");
        spool = conditions.add("writer-spool");
    }

    /** Member of the group, and Kafka answers. */
    void kafka(Optional<String> problem) {
        set(kafka, problem);
    }

    /** Every assigned partition is consumed and has done its replay. */
    void partitions(Optional<String> problem) {
        set(partitions, problem);
    }

    /** The store takes segments. */
    void store(Optional<String> problem) {
        set(store, problem);
    }

    /** The spool has room. */
    void spool(Optional<String> problem) {
        set(spool, problem);
    }

    private static void set(Condition condition, Optional<String> problem) {
        problem.ifPresentOrElse(condition::broken, condition::ok);
    }
}
