package io.dayreel.cli.trial;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Loses, repeats and delays the packets of one direction. With reordering each waits up to 30 ms, so that they overtake
 * each other; at most {@value #MAX_DELAYED} wait, more are lost. Not thread-safe; all times are of one
 * {@code System.nanoTime()}.
 */
public final class PacketFaults {
    private static final int MAX_DELAYED = 10_000;
    private static final long LONGEST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final TrialFaults faults;
    private final RandomGenerator draws;
    private final Way way;
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private long order;

    /** Where packets go. The array is reused afterwards. */
    @FunctionalInterface
    public interface Way {
        void take(byte[] packet, int length);
    }

    private record Delayed(long dueNanos, long order, byte[] packet) implements Comparable<Delayed> {
        @Override
        public int compareTo(Delayed other) {
            return dueNanos != other.dueNanos
                    ? Long.signum(dueNanos - other.dueNanos)
                    : Long.compare(order, other.order);
        }
    }

    /** @param stream of draws, as in {@link TrialFaults#draws} */
    public PacketFaults(TrialFaults faults, int stream, Way way) {
        this.faults = faults;
        this.draws = faults.draws(stream);
        this.way = way;
    }

    /** A packet on its way. */
    public void pass(byte[] packet, int length, long nowNanos) {
        boolean twice = faults.duplicates(draws);
        if (!faults.loses(draws)) {
            deliver(packet, length, nowNanos);
        }
        if (twice) {
            deliver(packet, length, nowNanos);
        }
    }

    private void deliver(byte[] packet, int length, long nowNanos) {
        if (!faults.reorder()) {
            way.take(packet, length);
        } else if (delayed.size() < MAX_DELAYED) {
            long due = nowNanos + draws.nextLong(LONGEST_DELAY_NANOS);
            delayed.add(new Delayed(due, order, Arrays.copyOf(packet, length)));
            order++;
        }
    }

    /** Delivers what was delayed until now. @return ns until the next is due, {@code Long.MAX_VALUE} if none waits */
    public long deliverDue(long nowNanos) {
        while (!delayed.isEmpty()) {
            long wait = delayed.peek().dueNanos() - nowNanos;
            if (wait > 0) {
                return wait;
            }
            byte[] packet = delayed.remove().packet();
            way.take(packet, packet.length);
        }
        return Long.MAX_VALUE;
    }
}
