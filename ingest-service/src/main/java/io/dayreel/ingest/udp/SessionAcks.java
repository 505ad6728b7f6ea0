package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.Payload;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What of a session became durable lately, told three times, because nobody receipts an acknowledgement. Keeps the last
 * runs and, of each, the highest ranges; what is forgotten unheard is sent again by the device. Thread-safe.
 */
final class SessionAcks {
    private static final int MAX_RUNS = 4;
    private static final int TIMES = 3;
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Sends an acknowledgement. @return whether it could be sent now */
    @FunctionalInterface
    interface AckOutput {
        boolean send(RunId run, CounterRanges ranges);
    }

    private final Map<RunId, CounterRanges> durable = new LinkedHashMap<>();
    private long unconfirmedBytes;
    private int timesLeft;
    private long dueNanos;
    private long changedNanos;

    /** Takes room for a message that is on its way to Kafka, or to be judged before. @return whether there was any */
    synchronized boolean tryTake(long bytes, long limit) {
        if (unconfirmedBytes > 0 && unconfirmedBytes + bytes > limit) {
            return false;
        }
        unconfirmedBytes += bytes;
        return true;
    }

    /** Gives back room of what was confirmed, failed, or was left out. */
    synchronized void release(long bytes) {
        unconfirmedBytes -= bytes;
    }

    /** Kafka has a message. */
    synchronized void confirmed(CheckedMessage message, long nowNanos) {
        RunId run = new RunId(message.day(), message.run());
        CounterRanges ranges = Optional.ofNullable(durable.remove(run)).orElseGet(CounterRanges::new);
        ranges.addAll(message.ranges());
        shorten(ranges);
        durable.put(run, ranges);
        if (durable.size() > MAX_RUNS) {
            durable.remove(durable.keySet().iterator().next());
        }
        timesLeft = TIMES;
        dueNanos = nowNanos;
        changedNanos = nowNanos;
    }

    /** In one step: there may be one range for each frame of a message. */
    private static void shorten(CounterRanges ranges) {
        int tooMany = ranges.rangeCount() - Payload.MAX_ACK_RANGES;
        if (tooMany > 0) {
            ranges.remove(0, ranges.range(tooMany - 1).last());
        }
    }

    /** Whether some of these frames became durable lately. */
    synchronized boolean holdsAnyOf(RunId run, CounterRanges ranges) {
        return durable.containsKey(run)
                && !durable.get(run).intersection(ranges).isEmpty();
    }

    /** Tells what is due. @return whether something will be due later */
    synchronized boolean tell(long nowNanos, AckOutput output) {
        if (timesLeft > 0 && nowNanos >= dueNanos) {
            boolean all = true;
            for (Map.Entry<RunId, CounterRanges> entry : durable.entrySet()) {
                all = output.send(entry.getKey(), entry.getValue()) && all;
            }
            timesLeft -= all ? 1 : 0;
            dueNanos = nowNanos + (all ? REPEAT_NANOS : 0);
        }
        if (nowNanos - changedNanos > FORGET_NANOS) {
            timesLeft = 0;
        }
        return timesLeft > 0;
    }
}
