package io.dayreel.cli.upload;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The container of parts that are cut here. */
enum PartFormat {
    MP4("video/mp4"),
    WEBM("video/webm"),
    MATROSKA("video/x-matroska");

    private static final Set<String> IN_MP4 =
            Set.of("h264", "hevc", "av1", "vp9", "mpeg4", "aac", "mp3", "opus", "ac3", "eac3", "flac", "alac");
    private static final Set<String> IN_WEBM = Set.of("vp8", "vp9", "av1", "opus", "vorbis");

    private final String mediaType;

    PartFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    String ending() {
        return "." + name().toLowerCase(Locale.ROOT);
    }

    /** What takes all of these pictures and sound: MP4 if it does. */
    static PartFormat of(List<VideoFile.Track> tracks) {
        List<String> codecs = tracks.stream()
                .filter(track -> track.isPicture() || track.isSound())
                .map(VideoFile.Track::codec)
                .toList();
        return IN_MP4.containsAll(codecs) ? MP4 : IN_WEBM.containsAll(codecs) ? WEBM : MATROSKA;
    }

    /** How text is written; its words and times stay the same. */
    String textCodec() {
        return this == MP4 ? "mov_text" : this == WEBM ? "webvtt" : "subrip";
    }

    /**
     * What the segment muxer is told. MP4 goes out in fragments, since nothing can be written into a pipe afterwards;
     * times stay those of the whole file.
     */
    List<String> arguments() {
        return this == MP4
                ? List.of(
                        "-segment_format",
                        "mp4",
                        "-segment_format_options",
                        "movflags=delay_moov+frag_keyframe+default_base_moof:movie_timescale=90000")
                : List.of("-segment_format", name().toLowerCase(Locale.ROOT));
    }
}
