package io.dayreel.writer.spool;

import java.time.Duration;

/**
 * When segments close.
 *
 * @param segmentMaxBytes largest object, unless a single record is larger; at least 64 KiB
 * @param segmentMaxAge age of a segment's first record, by receive time, at which it closes
 * @param dayEndGrace how long a day stays open after its device's first frame of a later day
 * @param lagMaxBytes bytes of a partition after its committed offset at which the oldest segment closes
 * @param lagMaxRecords likewise in records
 */
public record SpoolLimits(
        long segmentMaxBytes, Duration segmentMaxAge, Duration dayEndGrace, long lagMaxBytes, long lagMaxRecords) {
    private static final long SMALLEST_SEGMENT = 64 << 10;

    public SpoolLimits {
        if (segmentMaxBytes < SMALLEST_SEGMENT) {
            throw new IllegalArgumentException(
                    "segment-max-size must be at least " + SMALLEST_SEGMENT + " bytes but is " + segmentMaxBytes);
        }
        if (segmentMaxAge.isNegative() || segmentMaxAge.isZero() || dayEndGrace.isNegative()) {
            throw new IllegalArgumentException("segment-max-age and day-end-grace must be positive");
        }
        if (lagMaxBytes < segmentMaxBytes || lagMaxRecords < 1) {
            throw new IllegalArgumentException(
                    "commit-lag-max-bytes must be at least segment-max-size, commit-lag-max-records at least 1");
        }
    }
}
