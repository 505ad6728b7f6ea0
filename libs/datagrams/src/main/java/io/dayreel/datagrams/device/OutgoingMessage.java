package io.dayreel.datagrams.device;

import java.util.BitSet;

/** A message on its way, fragment by fragment. */
final class OutgoingMessage {
    private final long id;
    private final long number;
    private final byte[] bytes;
    private final int fragmentBytes;
    private final int count;
    private final long deadlineNanos;
    private final BitSet toSend = new BitSet();
    private final BitSet arrived = new BitSet();
    private final BitSet lostBefore = new BitSet();
    private boolean finished;

    OutgoingMessage(long id, long number, byte[] bytes, int fragmentBytes, long deadlineNanos) {
        this.id = id;
        this.number = number;
        this.bytes = bytes;
        this.fragmentBytes = fragmentBytes;
        this.count = Math.max(1, (bytes.length + fragmentBytes - 1) / fragmentBytes);
        this.deadlineNanos = deadlineNanos;
        toSend.set(0, count);
    }

    long id() {
        return id;
    }

    /** On the wire. */
    long number() {
        return number;
    }

    int fragmentCount() {
        return count;
    }

    int length() {
        return bytes.length;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean hasToSend() {
        return !toSend.isEmpty();
    }

    /** The lowest fragment that has to be sent; counts as sent. */
    int nextToSend() {
        int index = toSend.nextSetBit(0);
        toSend.clear(index);
        return index;
    }

    /** Whether a packet with this fragment was lost already. */
    boolean wasLost(int index) {
        return lostBefore.get(index);
    }

    /** Copies a fragment's bytes. @return how many */
    int copyFragment(int index, byte[] target, int at) {
        int from = index * fragmentBytes;
        int length = Math.min(fragmentBytes, bytes.length - from);
        System.arraycopy(bytes, from, target, at, length);
        return length;
    }

    /** @return whether the message has arrived as a whole with this */
    boolean fragmentArrived(int index) {
        if (finished) {
            return false;
        }
        arrived.set(index);
        toSend.clear(index);
        finished = arrived.cardinality() == count;
        return finished;
    }

    void fragmentLost(int index) {
        if (!finished && !arrived.get(index)) {
            toSend.set(index);
            lostBefore.set(index);
        }
    }

    boolean isFinished() {
        return finished;
    }

    void giveUp() {
        finished = true;
        toSend.clear();
    }
}
