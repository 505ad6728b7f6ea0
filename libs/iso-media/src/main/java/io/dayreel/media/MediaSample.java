package io.dayreel.media;

import java.util.Objects;

/**
 * One coded picture or audio unit, with the bytes as they stand in the file.
 *
 * @param trackId id of a track of the latest {@link MediaTracks}
 * @param decodeTime in the track's timescale, edit list applied; may be below zero
 * @param compositionOffset in the track's timescale, to add for presentation; may be below zero
 * @param duration in the track's timescale, 0 if the file does not say
 * @param sync whether decoding can start here
 * @param bytes the sample; owned by the receiver, never changed afterwards by the reader
 */
public record MediaSample(
        int trackId, long decodeTime, long compositionOffset, long duration, boolean sync, byte[] bytes)
        implements MediaPart {

    public MediaSample {
        Objects.requireNonNull(bytes);
        if (duration < 0) {
            throw new IllegalArgumentException("duration " + duration);
        }
    }
}
