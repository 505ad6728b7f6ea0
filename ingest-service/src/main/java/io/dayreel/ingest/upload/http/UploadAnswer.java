package io.dayreel.ingest.upload.http;

import io.dayreel.contracts.uploads.UploadedCaptions;
import io.dayreel.contracts.uploads.UploadedPart;
import io.dayreel.ingest.upload.UploadState;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is held of an uploaded video.
 *
 * @param state open or complete
 * @param part what became of the part that was sent
 * @param held numbers of the parts that are held
 * @param missing numbers before the last one of them that are not
 * @param captions files of captions, by language
 * @param playable what viewers can watch now
 * @param links where
 */
public record UploadAnswer(
        String video,
        String state,
        Optional<Part> part,
        CounterRanges held,
        CounterRanges missing,
        List<Captions> captions,
        Playable playable,
        Map<String, String> links) {
    private static final int MICROS_DIGITS = 6;

    /** @param duration seconds */
    public record Part(
            int number,
            String sha256,
            long bytes,
            String format,
            BigDecimal duration,
            long frames,
            List<UploadedPart.Track> tracks,
            List<String> leftOut) {
        static Part of(UploadedPart part) {
            return new Part(
                    part.number(),
                    part.sha256(),
                    part.bytes(),
                    part.format(),
                    seconds(part.durationMicros()),
                    part.frames(),
                    part.tracks(),
                    part.leftOut());
        }
    }

    /** A file of captions. @param kind subtitles, or captions for who cannot hear */
    public record Captions(
            String language, Optional<String> label, UploadedCaptions.Kind kind, String sha256, long bytes, int cues) {
        static Captions of(UploadedCaptions captions) {
            return new Captions(
                    captions.language(),
                    captions.label(),
                    captions.kind(),
                    captions.sha256(),
                    captions.bytes(),
                    captions.cues());
        }
    }

    /** @param parts from the first on without a hole; @param seconds that these are played */
    public record Playable(int parts, BigDecimal seconds) {}

    /** @param part what became of the part that was sent */
    public static UploadAnswer of(DeviceId video, UploadState state, Optional<UploadedPart> part) {
        String name = video.device();
        return new UploadAnswer(
                name,
                state.complete() ? "complete" : "open",
                part.map(Part::of),
                state.held(),
                state.missing(-1),
                state.captions().values().stream().map(Captions::of).toList(),
                new Playable(state.playableParts(), seconds(state.playableMicros())),
                Map.of(
                        "metadata", "/v1/viewstream/metadata/" + name,
                        "hls", "/v1/devices/" + name + "/hls.m3u8?day=video"));
    }

    private static BigDecimal seconds(long micros) {
        return BigDecimal.valueOf(micros, MICROS_DIGITS).stripTrailingZeros();
    }
}
