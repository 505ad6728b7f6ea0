package io.dayreel.ingest.upload.http;

import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.ingest.upload.CaptionsFile;
import io.dayreel.ingest.upload.CaptionsFile.Format;
import io.dayreel.media.text.LanguageTag;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import java.util.Locale;
import java.util.Optional;

/**
 * A request that brings a file of captions; absent strings are null.
 *
 * @param type of the body, as {@code Content-Type} says
 */
public record CaptionsRequest(String language, String label, String kind, String type) {
    private static final int UNSUPPORTED = 415;

    /** @throws ProblemException 400 or 415 for what cannot be read */
    public CaptionsFile file(byte[] body) {
        String tag = LanguageTag.of(language)
                .orElseThrow(() -> ProblemException.badParameter(
                        "language", "a language is a BCP 47 tag, like de or pt-BR, not '" + language + "'"));
        return new CaptionsFile(tag, readLabel(), readKind(), format(), body);
    }

    private Optional<String> readLabel() {
        Optional<String> said = Optional.ofNullable(label).map(String::strip).filter(text -> !text.isEmpty());
        if (said.filter(text -> text.length() > CaptionsFile.LONGEST_LABEL
                        || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw ProblemException.badParameter(
                    "label", "a label is a line of at most " + CaptionsFile.LONGEST_LABEL + " characters");
        }
        return said;
    }

    private UploadedCaptions.Kind readKind() {
        return switch (kind == null ? "subtitles" : kind) {
            case "subtitles" -> UploadedCaptions.Kind.SUBTITLES;
            case "captions" -> UploadedCaptions.Kind.CAPTIONS;
            default -> throw ProblemException.badParameter("kind", "subtitles or captions, not '" + kind + "'");
        };
    }

    /** What is no type of captions but may be said of any file leaves it to the file. */
    private Format format() {
        String named = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (named) {
            case "text/vtt" -> Format.WEB_VTT;
            case "application/x-subrip", "application/srt", "text/srt", "text/x-subrip", "text/x-srt" -> Format.SUB_RIP;
            case "", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded" -> Format.UNSAID;
            default ->
                throw new ProblemException(Problem.of(
                        UNSUPPORTED,
                        "unsupported-type",
                        "Unsupported type",
                        "captions are text/vtt or application/x-subrip, not " + named));
        };
    }
}
