package io.dayreel.indexer.retention;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may stay.
 *
 * @param maxAge a segment goes when its newest frame was captured and received longer ago (I8)
 * @param maxTotalBytes the oldest segments of the installation go while all together have more
 * @param minFreeBytes the oldest segments go while the store's disk has less room
 */
public record RetentionRules(Optional<Duration> maxAge, OptionalLong maxTotalBytes, OptionalLong minFreeBytes) {
    public RetentionRules {
        maxAge.ifPresent(age -> {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("the retention's max-age must be positive, not " + age);
            }
        });
    }

    /** Whether nothing is ever deleted. */
    public boolean keepEverything() {
        return maxAge.isEmpty() && maxTotalBytes.isEmpty() && minFreeBytes.isEmpty();
    }
}
