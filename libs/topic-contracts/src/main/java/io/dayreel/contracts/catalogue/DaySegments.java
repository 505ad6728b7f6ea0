package io.dayreel.contracts.catalogue;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.Day;
import java.util.List;

/** Segments of a day in order of announcement: {@code GET /v1/devices/{device}/days/{day}/segments}. */
public record DaySegments(Day day, String revision, List<SegmentRecord.Announced> segments) {
    public DaySegments {
        segments = List.copyOf(segments);
    }
}
