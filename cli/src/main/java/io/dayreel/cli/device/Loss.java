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
        Random random = new Random(seed);
        return (run, counter) -> random.nextDouble() < share;
    }
}
