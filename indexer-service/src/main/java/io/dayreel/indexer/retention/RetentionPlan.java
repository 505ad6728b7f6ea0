package io.dayreel.indexer.retention;

import io.dayreel.contracts.segments.SegmentRecord.Deleted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Decides which segments go: whole ones, the oldest of the installation first. */
final class RetentionPlan {
    static final Comparator<OldSegment> OLDEST_FIRST =
            Comparator.comparingLong(OldSegment::ageFromMillis).thenComparing(OldSegment::key);

    private static final String BY_AGE = "retention-age";
    private static final String BY_SIZE = "retention-size";

    private final RetentionRules rules;

    RetentionPlan(RetentionRules rules) {
        this.rules = rules;
    }

    /** A deletion and how many bytes it gives back. */
    record Step(Deleted deletion, long bytes, long ageFromMillis) {}

    /**
     * @param shares what every instance that owns a part said
     * @param freeBytes room on the store's disk, if that is known
     */
    List<Step> steps(List<RetentionShare> shares, OptionalLong freeBytes, Instant now) {
        long excess = excess(shares, freeBytes);
        List<Step> steps = new ArrayList<>();
        List<OldSegment> oldest = shares.stream()
                .flatMap(share -> share.oldest().stream())
                .sorted(OLDEST_FIRST)
                .limit(RetentionShare.LIMIT)
                .toList();
        for (OldSegment segment : oldest) {
            boolean tooOld = rules.maxAge()
                    .map(age -> now.minus(age).toEpochMilli() > segment.ageFromMillis())
                    .orElse(false);
            if (!tooOld && excess <= 0) {
                break;
            }
            excess -= segment.bytes();
            Deleted deletion =
                    new Deleted(segment.key(), segment.stream(), tooOld ? BY_AGE : BY_SIZE, now.toEpochMilli());
            steps.add(new Step(deletion, segment.bytes(), segment.ageFromMillis()));
        }
        return steps;
    }

    private long excess(List<RetentionShare> shares, OptionalLong freeBytes) {
        long total = shares.stream().mapToLong(RetentionShare::totalBytes).sum();
        long overTotal = rules.maxTotalBytes().isPresent()
                ? total - rules.maxTotalBytes().getAsLong()
                : 0;
        long underFree = rules.minFreeBytes().isPresent() && freeBytes.isPresent()
                ? rules.minFreeBytes().getAsLong() - freeBytes.getAsLong()
                : 0;
        return Math.max(overTotal, underFree);
    }
}
