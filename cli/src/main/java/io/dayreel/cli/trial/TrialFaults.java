package io.dayreel.cli.trial;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What goes wrong on purpose. Over UDP it befalls packets, in both directions; over the WebSocket and HTTP, frames and
 * messages on their way out.
 *
 * @param loss share that is left out, 0–1
 * @param reorder whether some come later than what was sent after them
 * @param duplicate whether one in ten is sent twice
 * @param seed the same for the same faults
 */
public record TrialFaults(double loss, boolean reorder, boolean duplicate, long seed) {
    public static final TrialFaults NONE = new TrialFaults(0, false, false, 1);

    static final double DUPLICATED = 0.1;

    public TrialFaults {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("a share is 0 to 1, not " + loss);
        }
    }

    public static TrialFaults losing(double share) {
        return new TrialFaults(share, NONE.reorder, NONE.duplicate, NONE.seed);
    }

    /** Whether everything goes as it should. */
    public boolean isNone() {
        return loss == 0 && !reorder && !duplicate;
    }

    /** Draws, beginning anew with each call. @param stream of its own for each user, so that none disturbs another */
    public RandomGenerator draws(int stream) {
        return new SplittableRandom(seed + ((long) stream << 32));
    }

    /** Whether the next one is left out. */
    public boolean loses(RandomGenerator draws) {
        return loss > 0 && draws.nextDouble() < loss;
    }

    /** Whether the next one is sent twice. */
    public boolean duplicates(RandomGenerator draws) {
        return duplicate && draws.nextDouble() < DUPLICATED;
    }
}
