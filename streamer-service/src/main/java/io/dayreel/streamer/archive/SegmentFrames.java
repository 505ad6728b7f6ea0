package io.dayreel.streamer.archive;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.segment.Extent;
import java.io.Closeable;
import java.io.IOException;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads spans of one segment, each frame checked by its CRC. Spans asked for in the order of playing cost one GET in all.
 * A damaged frame is left out and counted. Holds one frame in memory. Not thread-safe.
 */
public final class SegmentFrames implements Closeable {
    private final ArchivedSegment segment;
    private final SegmentStream stream;
    private final FrameLoader loader;
    private final Map<Extent, ExtentFrames> opened = new IdentityHashMap<>();
    private ArchivedSpan span;
    private List<Extent> extents = List.of();
    private int passed;
    private long nextCounter;

    SegmentFrames(ArchivedSegment segment, SegmentStream stream, ArchiveCounters counters) {
        this.segment = segment;
        this.stream = stream;
        this.loader = new FrameLoader(stream, counters);
    }

    /** Begins to read a span of this segment. */
    public void begin(ArchivedSpan next) {
        span = next;
        nextCounter = next.first();
        extents = segment.keyFrames().overlappingCounters(next.run(), next.first(), next.last()).stream()
                .sorted(Comparator.comparingLong(Extent::firstCounter).thenComparingLong(Extent::offset))
                .toList();
        passed = 0;
    }

    /**
     * Moves to the next frame of the span; of several copies to the one stored first.
     *
     * @return empty at the end of the span
     * @throws ArchiveUnavailableException if the store does not answer; may be called again
     */
    public Optional<FrameView> next() {
        while (passed < extents.size() && extents.get(passed).lastCounter() < nextCounter) {
            opened.remove(extents.get(passed));
            passed++;
        }
        ExtentFrames best = null;
        long bestCounter = span.last();
        for (int i = passed; i < extents.size() && extents.get(i).firstCounter() <= bestCounter; i++) {
            ExtentFrames candidate =
                    opened.computeIfAbsent(extents.get(i), extent -> new ExtentFrames(extent, nextCounter, loader));
            long counter = candidate.next(nextCounter);
            boolean storedFirst = best == null || candidate.offset() < best.offset();
            if (counter < bestCounter || counter == bestCounter && storedFirst) {
                best = candidate;
                bestCounter = counter;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        best.load();
        nextCounter = bestCounter + 1;
        return Optional.of(loader.view());
    }

    /** Gives up the connection while nobody reads. */
    public void release() {
        stream.release();
    }

    /** The bytes that the view is over; a new array for each frame. */
    public byte[] array() {
        return loader.array();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
