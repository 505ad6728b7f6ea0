package io.dayreel.datagrams.device;

/**
 * The packets that were sent last, by number: which fragment each carried, and whether it is still in flight. Holds
 * {@link #SIZE}; while the oldest of so many is undecided no further one may be sent.
 */
final class SentPackets {
    static final int SIZE = 8192;

    private static final class Sent {
        final OutgoingMessage message;
        final int fragment;
        final long nanos;
        boolean inFlight = true;

        Sent(OutgoingMessage message, int fragment, long nanos) {
            this.message = message;
            this.fragment = fragment;
            this.nanos = nanos;
        }
    }

    private final Sent[] ring = new Sent[SIZE];
    private long first;
    private long next;
    private int inFlight;

    boolean isFull() {
        return next - first >= SIZE && ring[(int) (first % SIZE)].inFlight;
    }

    /** Remembers the packet with the next number. */
    void add(OutgoingMessage message, int fragment, long nanos) {
        ring[(int) (next % SIZE)] = new Sent(message, fragment, nanos);
        next++;
        first = Math.max(first, next - SIZE);
        inFlight++;
    }

    int inFlight() {
        return inFlight;
    }

    /** The number that the next packet gets. */
    long next() {
        return next;
    }

    /** Numbers below are forgotten. */
    long first() {
        return first;
    }

    boolean isInFlight(long number) {
        return ring[(int) (number % SIZE)].inFlight;
    }

    long sentNanos(long number) {
        return ring[(int) (number % SIZE)].nanos;
    }

    OutgoingMessage message(long number) {
        return ring[(int) (number % SIZE)].message;
    }

    int fragment(long number) {
        return ring[(int) (number % SIZE)].fragment;
    }

    /** It arrived, or is given up for lost. */
    void landed(long number) {
        Sent packet = ring[(int) (number % SIZE)];
        if (packet.inFlight) {
            packet.inFlight = false;
            inFlight--;
        }
    }

    /** Forgets the oldest packets whose messages are finished, so that they can be collected. */
    void trim() {
        while (first < next && !isInFlight(first) && message(first).isFinished()) {
            ring[(int) (first % SIZE)] = null;
            first++;
        }
    }
}
