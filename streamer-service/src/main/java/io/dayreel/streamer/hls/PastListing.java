package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Map;

/**
 * What is listed of a range in one revision.
 *
 * @param revision names exactly that
 * @param runs what it was made from, files of captions included
 * @param renditions variants first, then sound, then text
 * @param spans of each of these renditions the segments in the order in which they are played
 * @param grows whether it is of a video that is not complete: more is listed behind it when more parts come
 */
public record PastListing(
        String revision,
        List<RecordedRun> runs,
        List<ListedRendition> renditions,
        Map<Rendition, List<CutSpan>> spans,
        boolean grows) {
    public PastListing {
        runs = List.copyOf(runs);
        renditions = List.copyOf(renditions);
        spans = Map.copyOf(spans);
    }
}
