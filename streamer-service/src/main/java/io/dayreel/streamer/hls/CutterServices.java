package io.dayreel.streamer.hls;

import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelineSeeker;
import java.time.InstantSource;

/**
 * What cutting needs.
 *
 * @param instance this process's name
 */
public record CutterServices(
        Timeline timeline, TimelineSeeker seeker, StreamIndex index, CutLog log, InstantSource clock, String instance) {

    long nowMillis() {
        return clock.millis();
    }
}
