package io.dayreel.cli.source;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which tracks of the device an input becomes.
 *
 * @param video 0–255; of several video tracks the lowest is the main one
 * @param audio 0–255; the input's sound is left out if empty
 * @param renditionGroup names what the pictures show, the same for all qualities of it
 */
public record InputTracks(int video, OptionalInt audio, Optional<String> renditionGroup) {

    /** A camera's only pictures, and its sound. */
    public static final InputTracks ALONE = new InputTracks(0, OptionalInt.of(1), Optional.empty());

    /** The largest number of {@link #sub}. */
    public static final int MAX_SUBS = 3;

    private static final int FIRST_SUB = 4;
    private static final String GROUP = "main";
    private static final int MAX_TRACK = 255;

    public InputTracks {
        Objects.requireNonNull(renditionGroup);
        if (video < 0 || video > MAX_TRACK || audio.orElse(0) < 0 || audio.orElse(0) > MAX_TRACK) {
            throw new IllegalArgumentException("a track is 0–255");
        }
    }

    /** The pictures that are shown in other qualities too, and the sound for all of them. */
    public static InputTracks main() {
        return new InputTracks(ALONE.video(), ALONE.audio(), Optional.of(GROUP));
    }

    /** The same pictures in another quality, without sound. @param number from 1 */
    public static InputTracks sub(int number) {
        if (number < 1 || number > MAX_SUBS) {
            throw new IllegalArgumentException("sub streams are numbered 1–" + MAX_SUBS + ", not " + number);
        }
        return new InputTracks(FIRST_SUB + number - 1, OptionalInt.empty(), Optional.of(GROUP));
    }
}
