package io.dayreel.cli.upload;

import io.dayreel.media.text.CueFile;
import io.dayreel.media.text.CueFormatException;
import io.dayreel.media.text.LanguageTag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of captions that goes with a video.
 *
 * @param language BCP 47 tag
 * @param webVtt whether it is WebVTT; SubRip otherwise
 */
record CaptionsUpload(String language, Path file, byte[] bytes, boolean webVtt) {

    /**
     * Reads files, so that what is wrong with one is known before anything is sent.
     *
     * @param files by language as given
     * @throws IllegalArgumentException with a message for the user, naming the file and the line
     */
    static List<CaptionsUpload> read(Map<String, Path> files) {
        List<CaptionsUpload> all = new ArrayList<>();
        files.forEach((language, file) -> all.add(read(language, file)));
        return List.copyOf(all);
    }

    private static CaptionsUpload read(String said, Path file) {
        String language = LanguageTag.of(said)
                .orElseThrow(() -> new IllegalArgumentException("'" + said + "' is no language: give a tag like de"));
        try {
            if (Files.size(file) > CueFile.MAX_BYTES) {
                throw new IllegalArgumentException(file + " is larger than " + CueFile.MAX_BYTES + " bytes");
            }
            byte[] bytes = Files.readAllBytes(file);
            CueFile.read(bytes);
            return new CaptionsUpload(language, file, bytes, CueFile.isWebVtt(bytes));
        } catch (CueFormatException malformed) {
            throw new IllegalArgumentException(file + ", " + malformed.getMessage(), malformed);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(file + " cannot be read", unreadable);
        }
    }

    String mediaType() {
        return webVtt ? "text/vtt" : "application/x-subrip";
    }
}
