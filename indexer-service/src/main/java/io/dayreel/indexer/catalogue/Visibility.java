package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.segments.SegmentRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order in which copies of a frame are visible (I2). */
public final class Visibility {
    private Visibility() {}

    /** The segment received first first, then by object key. */
    public static List<SegmentRecord.Announced> ordered(Collection<SegmentRecord.Announced> segments) {
        return segments.stream()
                .sorted(Comparator.comparingLong(SegmentRecord.Announced::firstReceivedMillis)
                        .thenComparing(SegmentRecord.Announced::key))
                .toList();
    }
}
