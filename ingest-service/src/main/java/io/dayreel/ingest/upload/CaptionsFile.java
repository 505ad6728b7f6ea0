package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedCaptions;
import java.util.Optional;

/**
 * A file of captions as it was sent, WebVTT or SubRip.
 *
 * @param language BCP 47 tag, as short as it can be
 * @param label what viewers see in place of the language's name, 1 to {@value #LONGEST_LABEL} characters
 * @param format as its sender calls it
 */
public record CaptionsFile(
        String language, Optional<String> label, UploadedCaptions.Kind kind, Format format, byte[] bytes) {
    /** Longer labels are refused. */
    public static final int LONGEST_LABEL = 100;

    /** What a sender says of the format. */
    public enum Format {
        WEB_VTT,
        SUB_RIP,
        /** Nothing that tells them apart: the file itself does. */
        UNSAID
    }
}
