package io.dayreel.ingest.session;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/** A message that was handed to Kafka and is not yet acknowledged. Its outcome may be set from any thread. */
final class SentMessage {
    enum Outcome {
        OPEN,
        DURABLE,
        FAILED
    }

    private final Day day;
    private final int run;
    private final CounterRanges ranges;
    private final int bytes;
    private volatile Outcome outcome = Outcome.OPEN;

    /** Keeps what the acknowledgement needs and lets the frames go. */
    SentMessage(CheckedMessage message) {
        this.day = message.day();
        this.run = message.run();
        this.ranges = message.ranges();
        this.bytes = message.bytes().length;
    }

    void finish(Outcome result) {
        outcome = result;
    }

    Outcome outcome() {
        return outcome;
    }

    Day day() {
        return day;
    }

    int run() {
        return run;
    }

    CounterRanges ranges() {
        return ranges;
    }

    int bytes() {
        return bytes;
    }
}
