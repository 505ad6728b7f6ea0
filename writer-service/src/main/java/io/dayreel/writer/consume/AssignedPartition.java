package io.dayreel.writer.consume;

import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.recovery.PartitionRecovery;
import io.dayreel.writer.recovery.PartitionStopped;
import io.dayreel.writer.recovery.RecoveredPartition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A partition from its assignment until it goes. Belongs to the thread that polls. */
final class AssignedPartition {
    private static final LogEvents LOG = LogEvents.of(AssignedPartition.class);

    /** What can be done with it. */
    sealed interface State {
        /** Its place in the log is being looked up, or will be again at a time. */
        record Recovering(CompletableFuture<RecoveredPartition> answer) implements State {}

        /** Kafka did not answer; asked again at a time. */
        record AskAgain(long atNanos, String reason) implements State {}

        /** It is consumed. */
        record Active(PartitionWriter writer) implements State {}

        /** It stands still until somebody acts and the writer restarts; others go on. */
        record Stopped(String reason) implements State {}
    }

    private final int number;
    private final PartitionRecovery recovery;
    private final long retryNanos;
    private State state;
    private boolean overBudget;
    private Optional<String> diskProblem = Optional.empty();
    private long diskRetryAtNanos;

    AssignedPartition(int number, PartitionRecovery recovery, long retryNanos) {
        this.number = number;
        this.recovery = recovery;
        this.retryNanos = retryNanos;
        this.state = new State.Recovering(recovery.recover(number));
    }

    int number() {
        return number;
    }

    Optional<PartitionWriter> writer() {
        return state instanceof State.Active active ? Optional.of(active.writer) : Optional.empty();
    }

    /** Why it is not consumed, for an operator. */
    Optional<String> stopped() {
        return state instanceof State.Stopped stopped ? Optional.of(stopped.reason) : Optional.empty();
    }

    boolean isRecovering() {
        return state instanceof State.Recovering || state instanceof State.AskAgain;
    }

    /** Where the partition stands, once that was found out; asks again if Kafka did not answer. */
    Optional<RecoveredPartition> recovered() {
        if (state instanceof State.AskAgain again && System.nanoTime() - again.atNanos >= 0) {
            state = new State.Recovering(recovery.recover(number));
        }
        if (!(state instanceof State.Recovering recovering) || !recovering.answer.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(recovering.answer.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof PartitionStopped stop) {
                stop(stop.getMessage());
            } else {
                LOG.warn("partition-not-recovered", "partition", number, "reason", e.getCause());
                state = new State.AskAgain(System.nanoTime() + retryNanos, String.valueOf(e.getCause()));
            }
            return Optional.empty();
        }
    }

    void activate(PartitionWriter writer) {
        state = new State.Active(writer);
        diskProblem = Optional.empty();
    }

    /** Gives up what is not announced and looks its place up anew. */
    void beginAnew() {
        discard();
        state = new State.Recovering(recovery.recover(number));
    }

    void stop(String reason) {
        discard();
        LOG.warn("partition-stopped", "partition", number, "reason", reason);
        state = new State.Stopped(reason);
    }

    void discard() {
        writer().ifPresent(PartitionWriter::discard);
    }

    /** The spool's disk did not take something: it is tried again after a pause. */
    void diskRefused(String reason) {
        if (diskProblem.isEmpty()) {
            LOG.warn("spool-disk-refused", "partition", number, "reason", reason);
        }
        diskProblem = Optional.of(reason);
        diskRetryAtNanos = System.nanoTime() + retryNanos;
    }

    void diskTook() {
        if (!waitsForDisk()) {
            diskProblem = Optional.empty();
        }
    }

    boolean waitsForDisk() {
        return diskProblem.isPresent() && System.nanoTime() - diskRetryAtNanos < 0;
    }

    Optional<String> diskProblem() {
        return diskProblem;
    }

    boolean isOverBudget() {
        return overBudget;
    }

    void overBudget(boolean over) {
        overBudget = over;
    }

    /** Whether records of it may be fetched. */
    boolean isConsumable() {
        return state instanceof State.Active && !overBudget && !waitsForDisk();
    }
}
