package io.dayreel.writer.spool;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ClosedSegment;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A segment being built: its spool file is the object to store. A call that throws IOException changed nothing and may
 * be repeated. Not thread-safe; owns the file until it is closed or discarded.
 */
final class OpenSegment {
    /** Named in every segment's header instead of the instance, so that a replay elsewhere writes the same bytes (I4). */
    private static final String WRITER = "dayreel-writer";

    /** What footer and trailer take for each frame, generously, and in any case. */
    private static final int FOOTER_BYTES_PER_FRAME = 16;

    private static final int FOOTER_BYTES = 8 << 10;

    private final SpoolDirectory directory;
    private final SegmentWriter writer;
    private final boolean late;
    private final boolean replayed;
    private final PartitionProgress openedAt;
    private SpooledRecords records;
    private long accountedBytes;
    private boolean inRecord = true;
    private Optional<CloseReason> due = Optional.empty();

    private OpenSegment(Opening opening, SegmentWriter writer) {
        this.directory = opening.directory;
        this.writer = writer;
        this.late = opening.late;
        this.replayed = opening.replayed;
        this.openedAt = opening.progress;
        this.records = opening.records;
    }

    /**
     * What a segment is begun with.
     *
     * @param records the record whose first frame it takes
     * @param late whether the stream's day was over by then
     * @param replayed whether the record was in the log before this writer got the partition
     * @param progress how far the partition was consumed
     */
    record Opening(
            SpoolDirectory directory,
            SpooledRecords records,
            boolean late,
            boolean replayed,
            PartitionProgress progress) {}

    static OpenSegment create(StreamId stream, Opening opening, Collection<StoredConfiguration> earlier)
            throws IOException {
        Path file = opening.directory.newFile();
        SegmentHeader header =
                new SegmentHeader(stream, Instant.ofEpochMilli(opening.records.firstReceivedMillis()), WRITER);
        return new OpenSegment(opening, new SegmentWriter(file, header, earlier));
    }

    /** Whether the object stays within {@code maxBytes} with another record of {@code length} bytes, all of it frames. */
    boolean hasRoomFor(FrameView first, int length, long maxBytes) {
        long frames = writer.frameCount() + length / first.length() + 1L;
        return writer.hasRoomFor(first)
                && writer.size() + length + frames * FOOTER_BYTES_PER_FRAME + FOOTER_BYTES <= maxBytes;
    }

    void append(FrameView frame, boolean conflict) throws IOException {
        inRecord = true;
        writer.append(frame, conflict);
    }

    /** All frames of a record that are not repeats have been appended. */
    void endRecord(FrameRecord record) {
        records = records.with(record);
        writer.batch(record.receivedMillis(), records.topicId(), records.partition(), record.offset());
        inRecord = false;
        directory.grown(writer.size() - accountedBytes);
        accountedBytes = writer.size();
    }

    void dueFor(CloseReason reason) {
        due = due.or(() -> Optional.of(reason));
    }

    Optional<CloseReason> due() {
        return due;
    }

    /** Whether it may be closed: not in the middle of a record, which only one segment may hold. */
    boolean isClosable() {
        return !inRecord;
    }

    boolean isLate() {
        return late;
    }

    SpooledRecords records() {
        return records;
    }

    PartitionProgress openedAt() {
        return openedAt;
    }

    long size() {
        return writer.size();
    }

    /** What the stream's next segment needs to know. */
    List<StoredConfiguration> configurations() {
        return writer.configurations();
    }

    /** Whether frames name a configuration that this segment does not hold. */
    boolean lacksConfigurations() {
        return writer.lacksConfigurations();
    }

    void addEarlier(Collection<StoredConfiguration> earlier) {
        writer.addEarlier(earlier);
    }

    /** Completes the file. @param follows roots of earlier segments that it names */
    SpooledSegment close(CloseReason reason, List<MerkleHash> follows) throws IOException {
        ClosedSegment closed = writer.finish(follows);
        writer.close();
        directory.grown(closed.summary().size() - accountedBytes);
        return new SpooledSegment(directory, closed.file(), closed.summary(), records, reason, replayed);
    }

    /** Deletes the file: replay builds it again. */
    void discard() throws IOException {
        directory.grown(-accountedBytes);
        accountedBytes = 0;
        writer.abort();
    }
}
