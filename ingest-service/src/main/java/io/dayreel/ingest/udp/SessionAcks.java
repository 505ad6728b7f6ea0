package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.Payload;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.LinkedHashMap;
import java.util.Map;
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

    synchronized boolean hasRoom(long bytes, long limit) {
        return unconfirmedBytes == 0 || unconfirmedBytes + bytes <= limit;
    }

    synchronized void handedOver(CheckedMessage message) {
        unconfirmedBytes += message.bytes().length;
    }

    /** @param confirmed whether Kafka has it */
    synchronized void settled(CheckedMessage message, int bytes, boolean confirmed, long nowNanos) {
        unconfirmedBytes -= bytes;
        if (!confirmed) {
            return;
        }
        RunId run = new RunId(message.day(), message.run());
        CounterRanges ranges = durable.remove(run);
        durable.put(run, ranges == null ? new CounterRanges() : ranges);
        durable.get(run).addAll(message.ranges());
        shorten(durable.get(run));
        if (durable.size() > MAX_RUNS) {
            durable.remove(durable.keySet().iterator().next());
        }
        timesLeft = TIMES;
        dueNanos = nowNanos;
        changedNanos = nowNanos;
    }

    private static void shorten(CounterRanges ranges) {
        while (ranges.rangeCount() > Payload.MAX_ACK_RANGES) {
            ranges.remove(ranges.range(0).first(), ranges.range(0).last());
        }
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
