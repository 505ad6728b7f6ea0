package io.dayreel.datagrams.packet;

/**
 * The packet numbers that came last, as at most {@link #MAX_RANGES} ranges: what a receipt says. Each receipt repeats
 * what those before said, so that a lost one does no harm. Beyond the bound the lowest range is forgotten. Not
 * thread-safe.
 */
public final class PacketRanges {
    /** Ranges that are remembered. */
    public static final int MAX_RANGES = 64;

    private final long[] firsts = new long[MAX_RANGES + 1];
    private final long[] lasts = new long[MAX_RANGES + 1];
    private int count;

    /** Adds a number; one that is too low to be remembered is left out. */
    public void add(long number) {
        int at = count;
        while (at > 0 && firsts[at - 1] > number) {
            at--;
        }
        boolean below = at > 0 && lasts[at - 1] >= number - 1;
        boolean above = at < count && firsts[at] == number + 1;
        if (below && lasts[at - 1] >= number) {
            return;
        }
        if (below && above) {
            lasts[at - 1] = lasts[at];
            remove(at);
        } else if (below) {
            lasts[at - 1] = number;
        } else if (above) {
            firsts[at] = number;
        } else {
            insert(at, number);
        }
    }

    private void insert(int at, long number) {
        System.arraycopy(firsts, at, firsts, at + 1, count - at);
        System.arraycopy(lasts, at, lasts, at + 1, count - at);
        firsts[at] = number;
        lasts[at] = number;
        count++;
        if (count > MAX_RANGES) {
            remove(0);
        }
    }

    private void remove(int at) {
        System.arraycopy(firsts, at + 1, firsts, at, count - at - 1);
        System.arraycopy(lasts, at + 1, lasts, at, count - at - 1);
        count--;
    }

    public int count() {
        return count;
    }

    /** Writes a receipt's payload with the highest ranges first, as many as fit. @return its length, 0 if none fits */
    public int writeReceipt(byte[] payload, int room) {
        int fitting = Math.min(count, (room - DatagramLayout.RECEIPT_RANGES_AT) / DatagramLayout.RECEIPT_RANGE_LENGTH);
        if (fitting <= 0) {
            return 0;
        }
        BigEndian.putU8(payload, DatagramLayout.KIND_AT, DatagramLayout.RECEIPT);
        BigEndian.putU8(payload, DatagramLayout.RECEIPT_COUNT_AT, fitting);
        int at = DatagramLayout.RECEIPT_RANGES_AT;
        for (int i = count - 1; i >= count - fitting; i--) {
            long first = Math.max(firsts[i], lasts[i] - 0xFFFE);
            BigEndian.putI64(payload, at, first);
            BigEndian.putU16(payload, at + Long.BYTES, (int) (lasts[i] - first + 1));
            at += DatagramLayout.RECEIPT_RANGE_LENGTH;
        }
        return at;
    }
}
