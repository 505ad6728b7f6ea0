package io.dayreel.contracts.uploads;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.stream.DeviceId;
import java.util.Optional;

/**
 * Value of the topic {@code uploads}: what becomes of the parts of uploaded videos. All instances of ingest read it and
 * follow its order, so that of several that take the same part at the same time one stores it: of two claims the first
 * counts, until it is released, has expired, or the same bytes are claimed again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = UploadRecord.Claimed.class, name = "claimed"),
    @JsonSubTypes.Type(value = UploadRecord.Held.class, name = "held"),
    @JsonSubTypes.Type(value = UploadRecord.Released.class, name = "released"),
    @JsonSubTypes.Type(value = UploadRecord.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = UploadRecord.CaptionsClaimed.class, name = "captions-claimed"),
    @JsonSubTypes.Type(value = UploadRecord.CaptionsHeld.class, name = "captions-held")
})
public sealed interface UploadRecord {
    DeviceId video();

    /** When it was written, ms since 1970-01-01. */
    long atMillis();

    /**
     * An instance is about to store a part.
     *
     * @param part number of the part, which is its run
     * @param claim names this claim, unique
     * @param sha256 of the part's bytes, 64 hexadecimal digits
     */
    record Claimed(DeviceId video, int part, String claim, String sha256, long atMillis) implements UploadRecord {}

    /**
     * All frames of a part are durable.
     *
     * @param claim that it was stored under
     * @param idempotencyKey that its sender gave it, at most 128 characters
     */
    record Held(DeviceId video, String claim, UploadedPart part, Optional<String> idempotencyKey, long atMillis)
            implements UploadRecord {}

    /** A claimed part was not stored after all. */
    record Released(DeviceId video, int part, String claim, long atMillis) implements UploadRecord {}

    /** No further part comes. @param parts how many there are, from the first that is held without a hole */
    record Completed(DeviceId video, int parts, long atMillis) implements UploadRecord {}

    /**
     * An instance is about to store a file of captions. Of two claims of a run the first counts; a run that was claimed is
     * never claimed again, whatever became of it.
     *
     * @param claim names this claim, unique
     * @param run of the captions, 65000–65534
     * @param language BCP 47 tag
     * @param track that all captions of this language have
     */
    record CaptionsClaimed(DeviceId video, String claim, int run, String language, int track, long atMillis)
            implements UploadRecord {}

    /** All frames of captions are durable. Of several of a language those of the highest run are shown. */
    record CaptionsHeld(DeviceId video, String claim, UploadedCaptions captions, long atMillis)
            implements UploadRecord {}
}
