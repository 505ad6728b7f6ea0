package io.dayreel.streamer.viewstream;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A container that a segment can be had in. */
public enum ViewFormat {
    /** Fragmented MP4 (ISO/IEC 14496-12, 8.8). */
    MP4("video/mp4", "mp4", Set.of("avc", "hvc", "hev", "vp0", "av0", "mp4", "opu", "pcm")),
    /** QuickTime, fragmented likewise. */
    MOV("video/quicktime", "mov", Set.of("avc", "hvc", "hev", "mp4", "pcm")),
    /** Matroska as browsers take it. */
    WEBM("video/webm", "webm", Set.of("vp0", "av0", "opu"));

    private static final int FAMILY = 3;
    private final String mediaType;
    private final String muxer;
    private final Set<String> families;

    ViewFormat(String mediaType, String muxer, Set<String> families) {
        this.mediaType = mediaType;
        this.muxer = muxer;
        this.families = families;
    }

    /** Its {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    /** As ffmpeg calls it. */
    String muxer() {
        return muxer;
    }

    /** As callers call it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether all of these codecs have a place in it without being coded anew. @param codecs RFC 6381 strings */
    boolean takes(List<String> codecs) {
        return codecs.stream()
                .map(codec -> codec.toLowerCase(Locale.ROOT))
                .allMatch(codec -> families.contains(codec.substring(0, Math.min(FAMILY, codec.length()))));
    }

    /** The names of those that take all of these codecs. */
    static String possible(List<String> codecs) {
        return Stream.of(values())
                .filter(format -> format.takes(codecs))
                .map(ViewFormat::text)
                .collect(Collectors.joining(", "));
    }

    /** @throws IllegalArgumentException with a message for the caller */
    public static ViewFormat parse(String text) {
        return Stream.of(values())
                .filter(format -> format.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a format is mp4, mov or webm, not '" + text + "'"));
    }
}
