package io.dayreel.ingest.upload;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.runtime.ffmpeg.FfmpegException;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks ffprobe what a part is, of the containers that parts may be. Thread-safe; blocks. */
final class PartProbe {
    private static final int MAX_ANSWER = 1 << 20;
    private static final String CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts";
    private static final String MAX_ALLOCATION = String.valueOf(512 << 20);
    private static final String MAX_STREAMS = "64";

    private final FfmpegPool ffmpeg;

    PartProbe(FfmpegPool ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * How ffmpeg is to open a part: as a file and as one of the containers, so that no bytes of a part are taken for a
     * list of other files or addresses.
     */
    static List<String> input(Path part) {
        return List.of(
                "-max_alloc",
                MAX_ALLOCATION,
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                CONTAINERS,
                "-max_streams",
                MAX_STREAMS,
                "-i",
                "file:" + part.toAbsolutePath());
    }

    ProbedPart probe(Path part) throws FfmpegException, IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-hide_banner",
                "-loglevel",
                "error",
                "-of",
                "json",
                "-show_entries",
                "format=format_name:stream=index,codec_type,codec_name:stream_tags=language"
                        + ":stream_disposition=attached_pic"));
        arguments.addAll(input(part));
        byte[] answer = ffmpeg.run(Program.FFPROBE, arguments, output -> output.readNBytes(MAX_ANSWER))
                .value();
        try {
            return Json.read(answer, ProbedPart.class);
        } catch (JsonFormatException e) {
            throw new IOException("ffprobe's answer of " + answer.length + " bytes is no JSON", e);
        }
    }
}
