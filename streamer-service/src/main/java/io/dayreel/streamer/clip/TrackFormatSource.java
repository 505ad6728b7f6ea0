package io.dayreel.streamer.clip;

import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.protocol.stream.StreamId;
import java.util.Optional;

/** Knows how the frames of a configuration are coded. */
@FunctionalInterface
public interface TrackFormatSource {
    /** Empty if the configuration is not known, or its codec has no place in MP4. */
    Optional<TrackFormat> of(StreamId stream, int run, int track, int configuration);
}
