package io.dayreel.indexer.retention;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What one instance knows for retention, of all tenants.
 *
 * @param totalBytes size of all segments that it owns
 * @param oldest at most {@link #LIMIT} of them, the oldest first
 * @param unfinished deletions that were announced and whose objects may still be there, at most {@link #LIMIT}
 */
public record RetentionShare(long totalBytes, List<OldSegment> oldest, List<SegmentRecord.Deleted> unfinished) {
    /** Segments per answer, and so per round. */
    public static final int LIMIT = 1000;

    private static final String FIRST_KEY = "";
    private static final String BEHIND_LAST_KEY = "\uffff";

    public RetentionShare {
        oldest = List.copyOf(oldest);
        unfinished = List.copyOf(unfinished);
    }

    /** Looks into segments of the oldest days only: a segment is never older than the first frame of its day. */
    public static RetentionShare of(CatalogueStores owned) {
        List<Map.Entry<StreamId, DaySummary>> days = new ArrayList<>(owned.days(FIRST_KEY, BEHIND_LAST_KEY));
        days.sort(Comparator.comparingLong(day -> day.getValue().firstTimeMicros()));
        long total = days.stream().mapToLong(day -> day.getValue().bytes()).sum();
        List<OldSegment> oldest = new ArrayList<>();
        for (Map.Entry<StreamId, DaySummary> day : days) {
            long noneOlderThan = day.getValue().firstTimeMicros() / 1000;
            if (oldest.stream()
                            .filter(found -> found.ageFromMillis() <= noneOlderThan)
                            .count()
                    >= LIMIT) {
                break;
            }
            owned.segments(day.getKey()).stream().map(OldSegment::of).forEach(oldest::add);
        }
        oldest.sort(RetentionPlan.OLDEST_FIRST);
        return new RetentionShare(total, oldest.subList(0, Math.min(LIMIT, oldest.size())), owned.deletions(LIMIT));
    }
}
