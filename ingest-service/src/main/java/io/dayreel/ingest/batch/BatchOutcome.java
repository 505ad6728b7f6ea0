package io.dayreel.ingest.batch;

import io.dayreel.contracts.device.Level;
import io.dayreel.ingest.check.Refusal;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;
import java.util.Optional;

/**
 * What became of a batch.
 *
 * @param acks what is durable, whatever else happened
 * @param refusal what was not taken, and everything behind it
 * @param leftOut single frames that were not taken, while what is behind them was
 */
public record BatchOutcome(State state, List<BatchAck> acks, Optional<Refusal> refusal, List<Refusal> leftOut) {
    public BatchOutcome {
        leftOut = List.copyOf(leftOut);
    }

    /** How a batch ended. */
    public enum State {
        /** Everything is durable. */
        DURABLE,
        /** A frame is bad; what was before it is durable. */
        BAD,
        /** The batch is larger than allowed; what was read is durable. */
        TOO_LARGE,
        /** Kafka did not confirm everything in time. */
        UNCONFIRMED
    }

    /** Frames of one run that are durable at a level. */
    public record BatchAck(Day day, int run, CounterRanges ranges, Level level) {}
}
