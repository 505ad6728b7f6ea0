package io.dayreel.writer.spool;

import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.SegmentKey;
import java.nio.file.Path;

/**
 * A closed segment in the spool. Whoever holds it calls {@link #release} once it is announced or given up.
 *
 * @param file exactly the object's bytes
 * @param source which records it was made of
 * @param replayed whether another writer may have stored the same bytes before
 */
public record SpooledSegment(
        SpoolDirectory directory,
        Path file,
        SegmentSummary summary,
        SpooledRecords source,
        CloseReason reason,
        boolean replayed) {

    public StreamId stream() {
        return summary.stream();
    }

    /** Named by its content (I4). */
    public SegmentKey key() {
        return SegmentKey.of(stream(), summary.first(), summary.root().bytes());
    }

    public long size() {
        return summary.size();
    }

    /** Deletes the file if it is still there, and gives its room back. */
    public void release() {
        directory.release(file, size());
    }
}
