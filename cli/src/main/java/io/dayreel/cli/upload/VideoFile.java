package io.dayreel.cli.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.source.CaptureException;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.ProcessLog;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What ffprobe says of a file.
 *
 * @param bytes its size
 * @param seconds how long it plays; 0 if it does not say
 * @param container as ffprobe names it
 * @param tracks that can be sent, in the file's order
 * @param leftOut what cannot, for people
 */
record VideoFile(Path path, long bytes, double seconds, String container, List<Track> tracks, List<String> leftOut) {
    private static final int PROBE_SECONDS = 60;
    private static final Set<String> TEXT = Set.of("subrip", "webvtt", "mov_text", "ass", "ssa", "text");

    VideoFile {
        tracks = List.copyOf(tracks);
        leftOut = List.copyOf(leftOut);
    }

    /** @param index in the file @param kind video, audio or subtitle @param codec as ffmpeg names it */
    record Track(int index, String kind, String codec) {
        boolean isPicture() {
            return kind.equals("video");
        }

        boolean isSound() {
            return kind.equals("audio");
        }

        boolean isText() {
            return kind.equals("subtitle");
        }
    }

    /** @throws CaptureException if it is no file with pictures or sound */
    static VideoFile probe(FfmpegProgram program, Path path) throws IOException, InterruptedException {
        Process process = program.probeCommand(List.of(
                        "-v", "error", "-show_format", "-show_streams", "-of", "json", "file:" + path.toAbsolutePath()))
                .start();
        process.getOutputStream().close();
        ProcessLog log = new ProcessLog(process.getErrorStream());
        byte[] said;
        try {
            said = process.getInputStream().readAllBytes();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new CaptureException("cannot read " + path + ": " + ProcessLog.cause(log.atEnd()));
            }
        } finally {
            process.destroyForcibly();
        }
        try {
            return of(path, Files.size(path), Json.read(said, JsonNode.class));
        } catch (JsonFormatException strange) {
            throw new CaptureException(
                    "cannot read what ffprobe says of " + path + ": " + strange.getMessage(), strange);
        }
    }

    private static VideoFile of(Path path, long bytes, JsonNode json) throws CaptureException {
        List<Track> tracks = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (JsonNode stream : json.path("streams")) {
            Track track = new Track(
                    stream.path("index").asInt(),
                    stream.path("codec_type").asText(),
                    stream.path("codec_name").asText("unknown"));
            boolean cover = stream.path("disposition").path("attached_pic").asInt() == 1;
            boolean text = track.isText() && TEXT.contains(track.codec());
            if (track.isPicture() && !cover || track.isSound() || text) {
                tracks.add(track);
            } else {
                leftOut.add((cover ? "cover" : track.kind()) + " " + track.codec());
            }
        }
        if (tracks.stream().noneMatch(track -> track.isPicture() || track.isSound())) {
            throw new CaptureException(path + " has neither pictures nor sound");
        }
        JsonNode format = json.path("format");
        return new VideoFile(
                path,
                bytes,
                format.path("duration").asDouble(),
                format.path("format_name").asText(),
                tracks,
                leftOut);
    }

    /** What it is sent as where it need not be cut; empty if it has to be put into another container. */
    Optional<String> mediaType() {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (container.contains("mp4")) {
            return Optional.of(name.endsWith(".mov") ? "video/quicktime" : "video/mp4");
        }
        return container.contains("webm") && name.endsWith(".webm") ? Optional.of("video/webm") : Optional.empty();
    }
}
