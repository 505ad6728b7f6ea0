package io.dayreel.ingest.upload;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What ffprobe says of a part; its names are ffprobe's. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ProbedPart(List<ProbedStream> streams, Format format) {
    private static final Set<String> CARRIED_VIDEO = Set.of("h264", "hevc", "vp8", "vp9", "av1");
    private static final Set<String> CARRIED_AUDIO = Set.of("aac", "opus", "pcm_s16le");
    private static final Set<String> TEXT = Set.of("mov_text", "subrip", "webvtt", "ass", "ssa", "text");

    ProbedPart {
        streams = streams == null ? List.of() : List.copyOf(streams);
        format = format == null ? new Format("unknown") : format;
    }

    /** @param name short names of the container's family, separated by commas */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Format(@JsonProperty("format_name") String name) {
        boolean isTransportStream() {
            return "mpegts".equals(name);
        }
    }

    /** One stream of the container. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ProbedStream(
            int index,
            @JsonProperty("codec_type") String type,
            @JsonProperty("codec_name") String codec,
            Map<String, String> tags,
            Map<String, Integer> disposition) {
        private static final int MAX_LANGUAGE = 35; // RFC 5646, 4.4.1

        /** As the container has it; empty where it does not say. */
        Optional<String> language() {
            return tags == null
                    ? Optional.empty()
                    : Optional.ofNullable(tags.get("language"))
                            .filter(found -> !found.equals("und") && found.length() <= MAX_LANGUAGE);
        }

        boolean isVideo() {
            return "video".equals(type) && CARRIED_VIDEO.contains(codec) && !isCover();
        }

        boolean isAudio() {
            return "audio".equals(type) && CARRIED_AUDIO.contains(codec);
        }

        boolean isText() {
            return "subtitle".equals(type) && TEXT.contains(codec);
        }

        /** A still in place of a film: the cover of an album. */
        boolean isCover() {
            return disposition != null && disposition.getOrDefault("attached_pic", 0) == 1;
        }

        /** What is not stored, in words; empty for what is, and for what no viewer would miss. */
        Optional<String> leftOut() {
            boolean shown = "video".equals(type) && !isCover() || "audio".equals(type) || "subtitle".equals(type);
            return shown && !isVideo() && !isAudio() && !isText()
                    ? Optional.of(type + " " + index + ": frames cannot carry " + (codec == null ? "it" : codec))
                    : Optional.empty();
        }
    }
}
