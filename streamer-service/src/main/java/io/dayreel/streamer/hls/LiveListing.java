package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a live stream lists at a moment, for who lists it in another form.
 *
 * @param line number of its line
 * @param version another one whenever another thing is listed
 * @param targetSeconds about as long are segments
 * @param windowMillis how far back it reaches
 * @param ended whether nothing follows
 * @param atMillis when its newest record was written, ms since 1970-01-01
 * @param epochStarts where epochs began, µs since 1970-01-01, whether that is still listed or not
 * @param renditions the leader first
 */
public record LiveListing(
        long line,
        long version,
        int targetSeconds,
        long windowMillis,
        boolean ended,
        long atMillis,
        Map<Integer, Long> epochStarts,
        List<ListedSegments> renditions) {
    public LiveListing {
        epochStarts = Map.copyOf(epochStarts);
        renditions = List.copyOf(renditions);
    }

    /**
     * Segments of one rendition.
     *
     * @param partMicros no part is longer
     * @param whole those that the sliding window shows
     * @param open what there is of the one that grows
     */
    public record ListedSegments(Rendition rendition, long partMicros, List<CutSpan> whole, Optional<CutSpan> open) {
        public ListedSegments {
            whole = List.copyOf(whole);
        }

        /** What is listed last. */
        public Optional<CutSpan> last() {
            return open.isPresent() || whole.isEmpty() ? open : Optional.of(whole.get(whole.size() - 1));
        }
    }

    /** The leader's segments. */
    public ListedSegments leader() {
        return renditions.get(0);
    }
}
