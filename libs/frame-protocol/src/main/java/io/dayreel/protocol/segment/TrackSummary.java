package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import java.util.List;

/**
 * What a segment holds of one track in one type and codec.
 *
 * @param track 0–255
 * @param typeCode the type byte, also of unknown types
 * @param codecCode the codec byte, also of unknown codecs
 * @param frames number of frames
 * @param bytes of their messages, headers included
 * @param configurations numbers that the frames name, ascending
 */
public record TrackSummary(
        int track, int typeCode, int codecCode, long frames, long bytes, List<Integer> configurations) {
    public TrackSummary {
        configurations = List.copyOf(configurations);
    }

    public FrameType type() {
        return FrameType.of(typeCode);
    }

    public Codec codec() {
        return Codec.of(codecCode);
    }
}
