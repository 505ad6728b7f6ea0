package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.RecordedRun;
import java.util.List;

/**
 * What is known of a live stream beside what it lists.
 *
 * @param runs what was recorded within its window
 * @param renditions variants first, then sound, then text
 */
public record LiveDescription(List<RecordedRun> runs, List<ListedRendition> renditions) {
    public LiveDescription {
        runs = List.copyOf(runs);
        renditions = List.copyOf(renditions);
    }
}
