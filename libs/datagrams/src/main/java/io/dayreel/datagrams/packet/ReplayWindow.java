package io.dayreel.datagrams.packet;

import java.util.Arrays;

/**
 * Which numbers were seen, as RFC 4303 §3.4.3 does it: the last {@link #SIZE} below the highest are known one by one,
 * older ones count as seen. 264 bytes. Not thread-safe.
 */
public final class ReplayWindow {
    /** Numbers that are known one by one. */
    public static final int SIZE = 2048;

    private static final int WORDS = SIZE / Long.SIZE;

    private final long[] seen = new long[WORDS];
    private long highest = -1;

    /** Whether a number was not seen and is not too old. Negative numbers are never new. */
    public boolean isNew(long number) {
        if (number < 0 || number <= highest - SIZE) {
            return false;
        }
        return number > highest || (seen[word(number)] & bit(number)) == 0;
    }

    /**
     * Remembers a number. To be called only for what proved authentic.
     *
     * @return whether it {@link #isNew was new}
     */
    public boolean accept(long number) {
        if (!isNew(number)) {
            return false;
        }
        if (number > highest) {
            advance(number);
        }
        seen[word(number)] |= bit(number);
        return true;
    }

    private void advance(long number) {
        // Counted down, and not up to the number, because the device chooses it: none lies above 2^63 - 1.
        if (highest < 0 || number - highest >= SIZE) {
            Arrays.fill(seen, 0);
        } else {
            for (long back = number - highest - 1; back >= 0; back--) {
                seen[word(number - back)] &= ~bit(number - back);
            }
        }
        highest = number;
    }

    /** The highest number seen, −1 before the first. */
    public long highest() {
        return highest;
    }

    private static int word(long number) {
        return (int) (number / Long.SIZE % WORDS);
    }

    private static long bit(long number) {
        return 1L << (number % Long.SIZE);
    }
}
