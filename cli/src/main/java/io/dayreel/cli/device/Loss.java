package io.dayreel.cli.device;

import java.util.Random;

/**
 * Frames that are left out when they are due, for trials: they stay in the spool and go when the server asks for them, or
 * over the next connection.
 */
@FunctionalInterface
public interface Loss {
    /** Nothing is left out. */
    Loss NONE = (run, counter) -> false;

    /** Called once per frame and connection. */
    boolean leavesOut(RunId run, long counter);

    /** @param share of the frames, 0 to 1 */
    static Loss random(double share, long seed) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + share);
        }
        Random random = new Random(seed);
        return (run, counter) -> random.nextDouble() < share;
    }
}
