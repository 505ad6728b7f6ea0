package io.dayreel.cli.push;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.source.FfmpegInput;
import io.dayreel.cli.source.InputTracks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where pictures and sound come from, and how fast. */
public final class SourceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(paramLabel = "SOURCE", description = "A file, or an address like rtsp://camera/stream.")
    private String source;

    @Option(
            names = "--sub",
            paramLabel = "SOURCE",
            description = "The same pictures in another quality, like a camera's sub stream; repeat for up to "
                    + InputTracks.MAX_SUBS + ". Players switch between them, best where key frames are at the same"
                    + " times; its sound is left out. Each camera stream is a connection of its own, timed by its"
                    + " arrival; one that fails is tried again while the others go on. Files begin at the same time;"
                    + " one that ends lets the others go on.")
    private List<String> subs = new ArrayList<>();

    @Option(names = "--fast", description = "As fast as possible instead of at the pace of capture (--realtime).")
    private boolean fast;

    @Option(names = "--realtime", description = "At the pace of capture (default).")
    private boolean realtime;

    @Option(
            names = "--loop",
            description = "Begin a file again at its end, for ever; with --sub each for itself, so that they have to be"
                    + " equally long.")
    private boolean loop;

    @Option(
            names = "--start-time",
            paramLabel = "TIME",
            description = "Capture time of a file's first frame (default: now). A past one needs no --fast.")
    private String startTime;

    /** @throws ParameterException if the options do not fit each other, or a file is not there */
    CaptureInputs inputs(InstantSource clock) {
        if (fast && realtime) {
            throw wrong("--fast and --realtime exclude each other");
        }
        if (fast && loop) {
            throw wrong("--loop plays at the pace of capture; it cannot be combined with --fast");
        }
        if (subs.size() > InputTracks.MAX_SUBS) {
            throw wrong("--sub can be given " + InputTracks.MAX_SUBS + " times, not " + subs.size());
        }
        Instant start = startTime == null ? clock.instant() : Quantities.instant("--start-time", startTime);
        FfmpegInput main = input(source, start).as(subs.isEmpty() ? InputTracks.ALONE : InputTracks.main());
        return new CaptureInputs(main, subInputs(main, start), !fast && !main.live());
    }

    private List<FfmpegInput> subInputs(FfmpegInput main, Instant start) {
        List<FfmpegInput> inputs = new ArrayList<>();
        Set<String> named = new HashSet<>(Set.of(source));
        for (String sub : subs) {
            if (!named.add(sub)) {
                throw wrong("--sub: " + sub + " is named twice; name another quality of the same pictures");
            }
            FfmpegInput input = input(sub, start).as(InputTracks.sub(inputs.size() + 1));
            if (input.live() != main.live()) {
                throw wrong("--sub: "
                        + (main.live()
                                ? "SOURCE is a camera, " + sub + " is a file"
                                : sub + " is a camera, SOURCE is a file")
                        + "; name streams of the same camera, or files");
            }
            inputs.add(input);
        }
        return inputs;
    }

    private FfmpegInput input(String location, Instant start) {
        FfmpegInput input = FfmpegInput.of(location);
        if (input.live()) {
            return input;
        }
        if (!location.contains("://") && !Files.isReadable(Path.of(location))) {
            throw wrong("there is no file " + location + " that can be read");
        }
        FfmpegInput started = input.startingAt(start);
        return loop ? started.looped() : started;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
