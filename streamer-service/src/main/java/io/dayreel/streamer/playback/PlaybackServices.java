package io.dayreel.streamer.playback;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelinePosition;
import io.dayreel.streamer.timeline.TimelineSeeker;
import java.time.InstantSource;

/**
 * What all sessions share.
 *
 * @param maxLiveLagBytes a live viewer that could not be sent anything for a while goes on at the newest key frame if
 *     more than that lies before the live end
 */
public record PlaybackServices(
        Timeline timeline,
        TimelineSeeker seeker,
        PlaybackPool pool,
        PlaybackCounters counters,
        InstantSource clock,
        long maxLiveLagBytes) {

    /** Bytes between a position and the live end; very many if the device went on to another run. */
    long liveLag(DeviceId device, TimelinePosition position) {
        boolean newerDay =
                !timeline.tail().days(device).tailSet(position.day(), false).isEmpty();
        return newerDay
                ? Long.MAX_VALUE
                : timeline.tail().stream(device.on(position.day()))
                        .map(tail -> tail.bytesFrom(position.run(), position.counter()))
                        .orElse(0L);
    }
}
