package io.dayreel.writer.announce;

import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.SourceOffsets;
import io.dayreel.writer.spool.SpooledRecords;
import io.dayreel.writer.spool.SpooledSegment;

/** Makes announcements of stored segments. */
public final class Announcements {
    private Announcements() {}

    /**
     * @param writer instance that announces
     * @param nowMillis since 1970-01-01 UTC
     */
    public static SegmentRecord.Announced of(SpooledSegment segment, String writer, long nowMillis) {
        SegmentRecord.Announced made = SegmentAnnouncement.of(
                segment.summary(), segment.key().toString(), segment.reason().label(), writer, nowMillis);
        return withSource(made, segment.source());
    }

    /** The writer knows more than the segment: records that held nothing but repeats are covered by it too. */
    private static SegmentRecord.Announced withSource(SegmentRecord.Announced made, SpooledRecords source) {
        return new SegmentRecord.Announced(
                made.key(),
                made.stream(),
                made.size(),
                made.root(),
                made.frames(),
                made.runs(),
                made.firstReceivedMillis(),
                made.lastReceivedMillis(),
                made.tracks(),
                made.configurations(),
                made.keyFrames(),
                made.conflicts(),
                made.events(),
                made.eventsTruncated(),
                new SourceOffsets(source.topicId(), source.partition(), source.firstOffset(), source.lastOffset()),
                made.reason(),
                made.writer(),
                made.createdMillis(),
                made.follows());
    }
}
