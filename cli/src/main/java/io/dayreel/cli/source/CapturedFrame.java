package io.dayreel.cli.source;

import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.util.Objects;
import java.util.Optional;

/**
 * A frame as captured. Day, run and counter of the header are zero: the device gives them.
 *
 * @param header times are on the capture clock; the sync flag says where a track may go over to a new day
 * @param body never changed afterwards
 * @param configuration what a decoder of this frame needs, for video, audio and text. The source has already yielded it as a
 *     frame of its own; a device that begins a new run sends {@link TrackConfiguration#frameAt} again there
 */
public record CapturedFrame(FrameHeader header, byte[] body, Optional<TrackConfiguration> configuration) {

    public CapturedFrame {
        Objects.requireNonNull(header);
        Objects.requireNonNull(body);
        Objects.requireNonNull(configuration);
    }

    /** Decode time on the capture clock, µs since 1970-01-01 UTC. */
    public long timeMicros() {
        return header.timeMicros();
    }

    public int track() {
        return header.track();
    }

    /** Whether this is the configuration itself, not a frame that needs it. */
    public boolean isConfiguration() {
        return header.type() == FrameType.CONFIGURATION;
    }
}
