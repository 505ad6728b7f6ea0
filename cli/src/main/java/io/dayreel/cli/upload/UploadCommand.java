package io.dayreel.cli.upload;

import io.dayreel.cli.commandline.ByteCount;
import io.dayreel.cli.commandline.ProgressLine;
import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.source.FfmpegProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A video file becomes a video that can be watched. */
@Command(
        name = "upload",
        mixinStandardHelpOptions = true,
        header = "Upload a video file.",
        description = {
            "",
            "Cuts the file at key frames into parts, without re-encoding, and sends several at a time. What breaks off goes"
                    + " on where it was; the same command, given again after it was stopped, sends only what is missing."
                    + " All tracks with pictures, sound or text are sent.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel upload holiday.mp4",
            "  dayreel upload talk.mkv --video talk-2026",
            "  dayreel upload film.mp4 --captions de=film.de.srt --captions en=film.en.vtt",
            "  dayreel upload long.mov --part-duration 10s --parallel 6 --server https://video.example.org"
        })
public final class UploadCommand implements Callable<Integer> {
    private static final String ID = "[a-z0-9][a-z0-9_-]{0,62}";
    private static final int MOST_PARALLEL = 16;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "A video, in any container that ffmpeg reads.")
    private Path file;

    @Option(
            names = "--video",
            paramLabel = "ID",
            description = "What it is called there: a-z, 0-9, - and _, at most 63 (default: from the file's name and"
                    + " content).")
    private String video;

    @Option(
            names = "--captions",
            paramLabel = "LANG=FILE",
            description = "Captions in a language, WebVTT or SubRip, whose times count from the beginning of the video;"
                    + " repeat for further languages. Given again with another file they are replaced.")
    private Map<String, Path> captions = new LinkedHashMap<>();

    @Option(
            names = "--part-duration",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "About how long a part plays; it ends at a key frame (default: 30s).")
    private Duration partDuration;

    @Option(
            names = "--part-size",
            paramLabel = "SIZE",
            defaultValue = "32M",
            description = "About how large a part is at most; shorter parts are cut where needed (default: 32M).")
    private ByteCount partSize;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many parts are on their way at a time, 1 to 16 (default: 3).")
    private int parallel;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Give up when nothing got through for so long (default: 1h).")
    private Duration patience;

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description = "Where parts lie that are on their way (default: ~/.dayreel/upload/ID).")
    private Path spool;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireSense();
        List<CaptionsUpload> files = readCaptions();
        FfmpegProgram program = FfmpegProgram.locateWithProbe(System.getenv());
        VideoFile probed = VideoFile.probe(program, file);
        if (!probed.leftOut().isEmpty()) {
            terminal.note("left out: " + String.join(", ", probed.leftOut()));
        }
        UploadPlan plan = UploadPlan.of(probed, Optional.ofNullable(video), partDuration, partSize.bytes())
                .with(files);
        ServerAddress address = server.address();
        try (Attempts attempts = new Attempts(patience, terminal::note);
                UploadDirectory directory = UploadDirectory.open(spoolDirectory(plan.id()))) {
            UploadApi api = new UploadApi(address, plan.id());
            Uploading uploading = new Uploading(plan, program, api, attempts, parallel, directory);
            ProgressLine progress = new ProgressLine(terminal, () -> line(uploading.standing(), probed));
            try {
                report(uploading.run(), uploading.standing(), plan, address);
            } finally {
                progress.close();
            }
        }
        return 0;
    }

    private void requireSense() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw wrong("there is no file " + file + " that can be read");
        }
        if (video != null && !video.matches(ID)) {
            throw wrong("--video: a video's id matches " + ID + ", not '" + video + "'");
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw wrong("--parallel takes 1 to " + MOST_PARALLEL + ", not " + parallel);
        }
        if (partDuration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw wrong("--part-duration takes a second or more");
        }
        if (partSize.bytes() < 1 << 16) {
            throw wrong("--part-size takes 64K or more");
        }
    }

    private List<CaptionsUpload> readCaptions() {
        try {
            return CaptionsUpload.read(captions);
        } catch (IllegalArgumentException wrong) {
            throw wrong("--captions: " + wrong.getMessage());
        }
    }

    private Path spoolDirectory(String id) {
        return spool != null ? spool : Path.of(System.getProperty("user.home"), ".dayreel", "upload", id);
    }

    private static String line(Uploading.Standing standing, VideoFile video) {
        return "part " + standing.parts() + ", " + standing.sent() + " sent, " + Quantities.shown(standing.bytes())
                + " of " + Quantities.shown(video.bytes());
    }

    private void report(Answer answer, Uploading.Standing standing, UploadPlan plan, ServerAddress address) {
        String path = answer.body().path("links").path("metadata").asText("/v1/viewstream/metadata/" + plan.id());
        URI page = address.resource("/?video=" + plan.id());
        String seconds = answer.body().path("playable").path("seconds").asText("0");
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("video", plan.id());
        value.put("parts", standing.parts());
        value.put("sent", standing.sent());
        value.put("bytes", standing.bytes());
        value.put("seconds", answer.body().path("playable").path("seconds").asDouble());
        value.put("watch", page.toString());
        value.put("playlist", address.resource(path).toString());
        terminal.result(
                "uploaded " + plan.id() + ": " + standing.parts() + (standing.parts() == 1 ? " part, " : " parts, ")
                        + standing.sent() + " sent now, " + Quantities.shown(standing.bytes()) + ", " + seconds
                        + " s; watch it at " + page,
                value);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
