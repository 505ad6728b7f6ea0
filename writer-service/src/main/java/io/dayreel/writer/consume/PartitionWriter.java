package io.dayreel.writer.consume;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.writer.announce.Announcements;
import io.dayreel.writer.announce.PartitionCommit;
import io.dayreel.writer.archive.ArchivingSegment;
import io.dayreel.writer.archive.SegmentArchive;
import io.dayreel.writer.coverage.CoverageReports;
import io.dayreel.writer.coverage.PartitionCoverage;
import io.dayreel.writer.figures.WriterFigures.Count;
import io.dayreel.writer.offsets.AnnouncedOffsets;
import io.dayreel.writer.offsets.CommittedHistory;
import io.dayreel.writer.offsets.StreamHeads;
import io.dayreel.writer.recovery.RecoveredPartition;
import io.dayreel.writer.spool.FrameRecord;
import io.dayreel.writer.spool.PartitionSpools;
import io.dayreel.writer.spool.SpooledSegment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One partition from its records to its announcements. The committed offset is the smallest one that no announced
 * segment of its stream covers (I3), and never one whose records' coverage Kafka has not confirmed (I9). Belongs to the
 * thread that polls.
 */
final class PartitionWriter {
    private final RecoveredPartition recovered;
    private final WriterParts parts;
    private final AnnouncedOffsets announced;
    private final StreamHeads heads;
    private final SegmentArchive archive;
    private final PartitionSpools spools;
    private final CoverageReports coverage;
    private final CommittedHistory history;
    private final List<ArchivingSegment> unannounced = new ArrayList<>();
    private long segmentsEnd;
    private long committedOffset;
    private long committedAtNanos = System.nanoTime();
    private long trimmedOffset;

    /** What is said in one transaction, and of which segments. */
    record Announcing(PartitionCommit commit, List<ArchivingSegment> segments) {}

    PartitionWriter(RecoveredPartition recovered, WriterParts parts) {
        this.recovered = recovered;
        this.parts = parts;
        this.archive = parts.archive();
        this.announced = recovered.announced();
        this.heads = recovered.heads();
        this.segmentsEnd = recovered.segmentsEnd();
        this.committedOffset = recovered.firstOffset();
        this.history = new CommittedHistory(parts.settings().tailWindow());
        this.history.committed(parts.clock().instant(), committedOffset);
        PartitionCoverage seen = new PartitionCoverage(recovered.partition(), recovered.firstOffset());
        this.coverage = parts.coverageReports(seen);
        this.spools = new PartitionSpools(
                new PartitionSpools.Source(
                        recovered.framesTopicId(),
                        recovered.partition(),
                        recovered.firstOffset(),
                        recovered.endOffset()),
                parts.spoolSurroundings(this::closed),
                announced,
                heads,
                seen);
    }

    private void closed(SpooledSegment segment) {
        unannounced.add(archive.add(segment));
    }

    /** Offset of the record to consume next. */
    long position() {
        return spools.nextOffset();
    }

    /** Records that were in the log when the partition came here and are still to be consumed. */
    long replayLeft() {
        return Math.max(0, recovered.endOffset() - spools.nextOffset());
    }

    /** @throws IOException if the spool's disk did not take the record; it has to be given again */
    void accept(FrameRecord record) throws IOException {
        spools.accept(record);
    }

    /** @throws IOException if the spool's disk did not take a footer; repeated with the next call */
    void closeDue(boolean caughtUp) throws IOException {
        spools.closeDue(caughtUp);
    }

    void reportCoverage() {
        coverage.advance();
    }

    void reportCoverageNow() {
        coverage.reportNow();
    }

    /** Waits until the coverage of all that was consumed is confirmed, or Kafka refuses it, or time is up. */
    void finishCoverage(long deadlineNanos) throws InterruptedException {
        coverage.finish(deadlineNanos);
    }

    long openSegments() {
        return spools.openSegments();
    }

    long largestOpenBytes() {
        return spools.largestOpenBytes();
    }

    void closeLargest() throws IOException {
        spools.closeLargest();
    }

    void closeForHandover() throws IOException {
        spools.closeForHandover(parts.settings().handover().minBytes());
    }

    /** Bytes of closed segments that are not announced yet. */
    long backlogBytes() {
        return unannounced.stream().mapToLong(each -> each.segment().size()).sum();
    }

    int waitingSegments() {
        return unannounced.size();
    }

    boolean hasSegmentsToStore() {
        return unannounced.stream().anyMatch(each -> !each.isStored());
    }

    /** Whether a segment can be had back only by a replay. */
    boolean hasLostSegment() {
        return unannounced.stream().anyMatch(ArchivingSegment::isLost);
    }

    /** Records consumed behind the committed offset. */
    long commitLag() {
        return spools.nextOffset() - committedOffset;
    }

    /** What there is to announce or to commit now. */
    Optional<Announcing> announceable() {
        List<ArchivingSegment> stored = storedInOrder();
        long offset = committable(stored);
        boolean moves = offset > committedOffset
                && System.nanoTime() - committedAtNanos
                        >= parts.settings().pace().commit().toNanos();
        if (stored.isEmpty() && !moves) {
            return Optional.empty();
        }
        long now = parts.clock().millis();
        List<SegmentRecord.Announced> announcements = stored.stream()
                .map(each -> Announcements.of(each.segment(), parts.settings().instance(), now))
                .toList();
        PartitionCommit.Known known = new PartitionCommit.Known(
                recovered.framesTopicId(), recovered.segmentsTopicId(), oldestNeeded(offset), segmentsEnd);
        return Optional.of(
                new Announcing(new PartitionCommit(recovered.partition(), offset, announcements, known), stored));
    }

    private OptionalLong oldestNeeded(long offset) {
        OptionalLong behind = announced.oldestAnnouncementFor(offset);
        OptionalLong head = heads.oldestAnnouncement();
        return behind.isPresent() && head.isPresent()
                ? OptionalLong.of(Math.min(behind.getAsLong(), head.getAsLong()))
                : behind.isPresent() ? behind : head;
    }

    /** Stored segments, but none before one of its stream that it may name. */
    private List<ArchivingSegment> storedInOrder() {
        Set<StreamId> waiting = new HashSet<>();
        List<ArchivingSegment> stored = new ArrayList<>();
        for (ArchivingSegment each : unannounced) {
            if (!each.isStored()) {
                waiting.add(each.segment().stream());
            } else if (!waiting.contains(each.segment().stream())) {
                stored.add(each);
            }
        }
        return stored;
    }

    /**
     * Everything before it is announced, or will be with these segments, or needs no announcement; and its coverage is
     * reported, since no replay would meet it again to do so.
     */
    private long committable(List<ArchivingSegment> announcing) {
        long open = spools.firstOpenOffset().orElse(Long.MAX_VALUE);
        long waiting = unannounced.stream()
                .filter(each -> !announcing.contains(each))
                .mapToLong(each -> each.segment().source().firstOffset())
                .min()
                .orElse(Long.MAX_VALUE);
        return Math.min(coverage.confirmedOffset(), Math.min(open, waiting));
    }

    /**
     * A transaction was committed.
     *
     * @param announcedAt offsets of its announcements in {@code segments}, in their order
     */
    void announced(Announcing announcing, List<Long> announcedAt) {
        for (int i = 0; i < announcing.segments.size(); i++) {
            ArchivingSegment each = announcing.segments.get(i);
            SpooledSegment segment = each.segment();
            announced.add(
                    segment.stream(),
                    segment.source().firstOffset(),
                    segment.source().lastOffset(),
                    announcedAt.get(i));
            heads.announced(
                    segment.stream(),
                    segment.summary().root(),
                    segment.summary().follows(),
                    announcedAt.get(i),
                    parts.clock().millis());
            segmentsEnd = Math.max(segmentsEnd, announcedAt.get(i) + 1);
            segment.release();
            parts.figures().count(Count.SEGMENTS_ANNOUNCED);
        }
        unannounced.removeAll(announcing.segments);
        committedOffset = announcing.commit.offset();
        committedAtNanos = System.nanoTime();
        announced.forgetBefore(committedOffset);
        history.committed(parts.clock().instant(), committedOffset);
    }

    /** Offset before which {@code frames} may be deleted, if that is further than last time. */
    OptionalLong trimmable(Instant now) {
        OptionalLong offset = history.committedWindowAgo(now);
        if (offset.isEmpty() || offset.getAsLong() <= trimmedOffset) {
            return OptionalLong.empty();
        }
        trimmedOffset = offset.getAsLong();
        return offset;
    }

    /** Gives up everything that is not announced: whoever has the partition next builds it again. */
    void discard() {
        spools.discard();
        unannounced.forEach(each -> {
            if (each.isStored() || each.isLost()) {
                each.segment().release();
            } else {
                archive.abandon(each);
            }
        });
        unannounced.clear();
    }
}
