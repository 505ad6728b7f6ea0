package io.dayreel.contracts.uploads;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What a file of captions of an uploaded video is.
 *
 * @param run of its frames, 65000–65534
 * @param track of its frames, the same for all captions of the language
 * @param language BCP 47 tag
 * @param label what viewers see in place of the language's name
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param bytes of it
 * @param cues in it
 */
public record UploadedCaptions(
        int run, int track, String language, Optional<String> label, Kind kind, String sha256, long bytes, int cues) {

    /** For whom captions are. */
    public enum Kind {
        /** What is said, for who does not understand the language. */
        @JsonProperty("subtitles")
        SUBTITLES,
        /** What is said and heard, for who cannot hear. */
        @JsonProperty("captions")
        CAPTIONS
    }
}
