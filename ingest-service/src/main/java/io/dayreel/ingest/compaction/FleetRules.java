package io.dayreel.ingest.compaction;

import java.time.Duration;

/**
 * How the planner decides.
 *
 * @param marks between which fillings the fleet is left alone
 * @param minInstances that are never gone below
 * @param movesPerMinute of all devices
 * @param devicePeriod in which no device is moved twice, nor one that has just connected
 * @param settle for which nothing is moved after an instance came or went
 * @param order which instance is emptied first
 */
public record FleetRules(
        Marks marks, int minInstances, int movesPerMinute, Duration devicePeriod, Duration settle, Order order) {
    public FleetRules {
        if (minInstances < 1) {
            throw new IllegalArgumentException("at least one instance is needed, not " + minInstances);
        }
        if (movesPerMinute < 1) {
            throw new IllegalArgumentException("at least one move per minute is needed, not " + movesPerMinute);
        }
        if (devicePeriod.isNegative() || settle.isNegative()) {
            throw new IllegalArgumentException("times cannot be negative: " + devicePeriod + ", " + settle);
        }
    }

    /**
     * Fillings: load divided by capacity, of connections or of bytes, whichever is more.
     *
     * @param low an instance is emptied when the others would be filled less than this on average
     * @param high further instances are wanted when they are filled more than this on average
     * @param target up to which an instance may be filled by moves
     */
    public record Marks(double low, double high, double target) {
        public Marks {
            if (!(low > 0 && low < high && high <= target && target <= 1)) {
                throw new IllegalArgumentException("marks must be 0 < low < high <= target <= 1, not low " + low
                        + ", high " + high + ", target " + target);
            }
        }

        /** What a grown fleet is to be filled to: between the marks, so that it does not shrink again at once. */
        double middle() {
            return (low + high) / 2;
        }
    }

    /** Which instance is emptied first. */
    public enum Order {
        /** The least filled one, of a zone that has most instances. */
        LEAST_FILLED,
        /** The one whose name ends in the highest number: the one that a StatefulSet stops first. */
        HIGHEST_ORDINAL
    }

    /**
     * How many instances are wanted for a load; never fewer than one less than there are.
     *
     * @param filled the load, in full instances
     * @param peak the most of late, at least {@code filled}
     * @param serving instances that take devices
     */
    int wanted(double filled, double peak, int serving) {
        if (filled > marks.high() * serving) {
            return Math.max(Math.max(serving + 1, minInstances), (int) Math.ceil(filled / marks.middle()));
        }
        if (serving > minInstances && peak < marks.low() * (serving - 1)) {
            return serving - 1;
        }
        return Math.max(serving, minInstances);
    }
}
