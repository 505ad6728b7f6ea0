package io.dayreel.contracts.uploads;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a part of an uploaded video is.
 *
 * @param number of the part, which is its run
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param bytes of it
 * @param format as ffmpeg names its container, like {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param durationMicros how long it is played, µs: to the end of its last picture, or sound where there are no pictures
 * @param frames of all its tracks, configurations and the end of its run included
 * @param tracks that were stored
 * @param leftOut what frames cannot carry, in words
 */
public record UploadedPart(
        int number,
        String sha256,
        long bytes,
        String format,
        long durationMicros,
        long frames,
        List<Track> tracks,
        List<String> leftOut) {
    public UploadedPart {
        tracks = List.copyOf(tracks);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One track of a part.
     *
     * @param track 0–255, as frames have it
     * @param type video, audio or text
     * @param codec RFC 6381 string
     * @param language as the part says, empty where it does not
     */
    public record Track(
            int track,
            String type,
            String codec,
            Optional<String> language,
            OptionalInt width,
            OptionalInt height,
            OptionalInt sampleRate,
            OptionalInt channels) {}
}
