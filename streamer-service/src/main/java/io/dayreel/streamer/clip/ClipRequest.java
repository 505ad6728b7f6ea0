package io.dayreel.streamer.clip;

import io.dayreel.protocol.stream.DeviceId;
import java.util.Optional;
import java.util.Set;

/**
 * Which frames a clip is made of.
 *
 * @param fromMicros capture time at which it begins to play
 * @param toMicros capture time at which it ends, later than that
 * @param tracks absent for all but sub streams, which show the same as another one
 */
public record ClipRequest(DeviceId device, long fromMicros, long toMicros, Optional<Set<Integer>> tracks) {
    public ClipRequest {
        tracks = tracks.map(Set::copyOf);
        if (toMicros <= fromMicros) {
            throw new IllegalArgumentException("a clip from " + fromMicros + " to " + toMicros);
        }
    }
}
