package io.dayreel.datagrams.device;

/**
 * How many packets may be in flight, and how close they follow each other. Radio links lose packets without being full,
 * so that loss below a quarter of a round trip's packets does not count as congestion; more, packets that queue for
 * long, or silence, halve the window. Grows while it is the limit: doubled until the first halving, by a quarter
 * afterwards.
 */
final class CongestionWindow {
    private static final int FIRST = 64;
    private static final int LEAST = 16;
    private static final int MOST = 2048;
    private static final int BURST = 10;

    private int packets = FIRST;
    private boolean slowStart = true;
    private boolean wasLimit;
    private long roundEnds;
    private int arrived;
    private int lost;
    private long nextSendNanos = Long.MIN_VALUE;

    boolean hasRoom(int inFlight) {
        if (inFlight < packets) {
            return true;
        }
        wasLimit = true;
        return false;
    }

    /** When the next packet may go. */
    long nextSendNanos() {
        return nextSendNanos;
    }

    void sent(long nowNanos, RoundTrip roundTrip) {
        long interval = roundTrip.smoothedNanos() * 4 / 5 / packets;
        nextSendNanos = Math.max(nextSendNanos, nowNanos - BURST * interval) + interval;
    }

    void lost() {
        lost++;
    }

    /** @param nextNumber that will be sent next: where the next round ends */
    void arrived(long number, long nextNumber, RoundTrip roundTrip) {
        arrived++;
        if (number < roundEnds) {
            return;
        }
        if (lost > (lost + arrived) / 4 + 2 || roundTrip.isQueueing()) {
            halve();
        } else if (wasLimit) {
            packets = Math.min(MOST, slowStart ? packets * 2 : packets + packets / 4);
        }
        beginRound(nextNumber);
    }

    /** Nothing was heard of what is in flight. */
    void silence(long nextNumber) {
        halve();
        beginRound(nextNumber);
    }

    private void halve() {
        packets = Math.max(LEAST, packets / 2);
        slowStart = false;
    }

    private void beginRound(long nextNumber) {
        roundEnds = nextNumber;
        arrived = 0;
        lost = 0;
        wasLimit = false;
    }
}
