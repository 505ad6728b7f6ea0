package io.dayreel.streamer.archive;

import io.dayreel.protocol.segment.Extent;
import io.dayreel.store.ObjectStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens segments for playing. Thread-safe. */
public final class SegmentArchive {
    private final ObjectStore store;
    private final ScratchSpace scratch;
    private final ArchiveCounters counters;

    public SegmentArchive(ObjectStore store, ScratchSpace scratch, ArchiveCounters counters) {
        this.store = store;
        this.scratch = scratch;
        this.counters = counters;
    }

    public ArchiveCounters counters() {
        return counters;
    }

    /**
     * Opens the segment of a span for that span and all that is played after it.
     *
     * @param untilMicros frames later than this will not be asked for; {@link Long#MAX_VALUE} for all
     * @throws ArchiveUnavailableException if the scratch disk refuses
     */
    public SegmentFrames open(ArchivedSpan span, long untilMicros) {
        List<Extent> extents = span.segment().keyFrames().extents();
        long start = firstByte(span, extents);
        long end = Math.max(start, lastByte(extents, untilMicros));
        try {
            Optional<ScratchFile> kept =
                    isStoredAsPlayed(extents, span) ? Optional.empty() : scratch.reserve(end - start);
            SegmentStream stream = new SegmentStream(store, span.segment().key(), start, end, kept, counters);
            return new SegmentFrames(span.segment(), stream, counters);
        } catch (IOException e) {
            throw new ArchiveUnavailableException("no scratch file for " + span.segment(), e);
        }
    }

    /** Everything of the span's run from its first counter on, and all of later runs, lies at or behind this byte. */
    private static long firstByte(ArchivedSpan span, List<Extent> extents) {
        Map<Integer, Long> firstTimes = firstTimes(extents);
        long own = firstTimes.getOrDefault(span.run(), Long.MIN_VALUE);
        return extents.stream()
                .filter(extent -> extent.run() == span.run()
                        ? extent.lastCounter() >= span.first()
                        : firstTimes.get(extent.run()) > own)
                .mapToLong(extent -> extent.run() == span.run() && extent.ordered()
                        ? ExtentFrames.startIn(extent, span.first())
                        : extent.offset())
                .min()
                .orElse(0);
    }

    private static long lastByte(List<Extent> extents, long untilMicros) {
        return extents.stream()
                .filter(extent -> extent.firstTimeMicros() <= untilMicros)
                .mapToLong(extent -> untilMicros == Long.MAX_VALUE
                        ? extent.bytes().end()
                        : extent.bytesForTimes(Long.MIN_VALUE, untilMicros).end())
                .max()
                .orElse(0);
    }

    /** Whether reading forward meets every frame in the order in which it is played. */
    private static boolean isStoredAsPlayed(List<Extent> extents, ArchivedSpan span) {
        Map<Integer, Long> firstTimes = firstTimes(extents);
        long own = firstTimes.getOrDefault(span.run(), Long.MIN_VALUE);
        Extent before = null;
        for (Extent extent : extents) {
            boolean passed = extent.run() == span.run()
                    ? extent.lastCounter() < span.first()
                    : firstTimes.get(extent.run()) < own;
            if (passed) {
                continue;
            }
            if (!extent.ordered() || before != null && !isPlayedAfter(before, extent, firstTimes)) {
                return false;
            }
            before = extent;
        }
        return true;
    }

    private static boolean isPlayedAfter(Extent before, Extent after, Map<Integer, Long> firstTimes) {
        return before.run() == after.run()
                ? after.firstCounter() > before.lastCounter()
                : firstTimes.get(after.run()) > firstTimes.get(before.run());
    }

    private static Map<Integer, Long> firstTimes(List<Extent> extents) {
        Map<Integer, Long> times = new HashMap<>();
        extents.forEach(extent -> times.merge(extent.run(), extent.firstTimeMicros(), Math::min));
        return times;
    }
}
