package io.dayreel.ingest.batch;

import io.dayreel.contracts.device.Level;
import io.dayreel.ingest.batch.BatchOutcome.BatchAck;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.session.RunRanges;
import io.dayreel.ingest.session.RunRanges.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Gathers Kafka's confirmations of one batch, and lets its thread wait for them. Thread-safe. */
final class BatchConfirmations {
    private final RunRanges durable = new RunRanges();
    private long openBytes;
    private boolean failed;

    synchronized void sent(CheckedMessage message) {
        openBytes += message.bytes().length;
    }

    synchronized void confirmed(CheckedMessage message, Throwable failure) {
        openBytes -= message.bytes().length;
        if (failure == null) {
            durable.add(new RunId(message.day(), message.run()), message.ranges());
        } else {
            failed = true;
        }
        notifyAll();
    }

    /** Waits until at most so many bytes are unconfirmed. @return whether they are, and nothing failed */
    synchronized boolean awaitOpenBytes(long atMost, long deadlineNanos) throws InterruptedException {
        while (openBytes > atMost && !failed) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return !failed;
    }

    synchronized List<BatchAck> acks(Level level) {
        List<BatchAck> acks = new ArrayList<>();
        for (RunId run : durable.runs()) {
            acks.add(new BatchAck(run.day(), run.run(), durable.of(run).copy(), level));
        }
        return acks;
    }
}
