package io.dayreel.streamer.playback;

import io.dayreel.protocol.stream.DeviceId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a viewer asked for.
 *
 * @param untilMicros capture time at which playing ends, µs; {@link Long#MAX_VALUE} for never
 * @param tracks which tracks; absent for all
 */
public record PlaybackRequest(
        DeviceId device, StartPoint from, long untilMicros, Optional<Set<Integer>> tracks, Speed speed) {

    /** @throws IllegalArgumentException unless the text is a list of track numbers with commas between */
    public static Set<Integer> parseTracks(String text) {
        Set<Integer> tracks = new HashSet<>();
        for (String part : text.split(",", -1)) {
            int track = Integer.parseInt(part.strip());
            if (track < 0 || track > 255) {
                throw new IllegalArgumentException("a track is 0–255, not " + track);
            }
            tracks.add(track);
        }
        return Set.copyOf(tracks);
    }
}
