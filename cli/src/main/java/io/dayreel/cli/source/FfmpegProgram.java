package io.dayreel.cli.source;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * An ffmpeg that can be started: the system's own where there is one, otherwise the LGPL build that comes with the cli.
 *
 * @param executable absolute path
 * @param libraries where it finds its shared libraries, if not where the system looks
 */
public record FfmpegProgram(Path executable, Optional<Path> libraries) {

    /**
     * Looks on PATH first, then unpacks the build on the class path into the user's cache.
     *
     * @throws CaptureException if there is neither, saying what to install
     */
    public static FfmpegProgram locate(Map<String, String> environment) throws CaptureException {
        Optional<FfmpegProgram> onPath = onPath(environment.getOrDefault("PATH", ""));
        return onPath.isPresent() ? onPath.get() : bundled();
    }

    static Optional<FfmpegProgram> onPath(String path) {
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, "ffmpeg");
            if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(new FfmpegProgram(candidate.toAbsolutePath(), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /**
     * As {@link #locate}, for who needs ffprobe beside ffmpeg.
     *
     * @throws CaptureException if there are not both, saying what to install
     */
    public static FfmpegProgram locateWithProbe(Map<String, String> environment) throws CaptureException {
        Optional<FfmpegProgram> onPath = onPath(environment.getOrDefault("PATH", ""));
        return onPath.isPresent() && Files.isExecutable(onPath.get().probe()) ? onPath.get() : bundledWithProbe();
    }

    private static FfmpegProgram bundledWithProbe() throws CaptureException {
        FfmpegProgram program = bundled();
        Loader.load(org.bytedeco.ffmpeg.ffprobe.class);
        return program;
    }

    private Path probe() {
        return executable.resolveSibling("ffprobe");
    }

    static FfmpegProgram bundled() throws CaptureException {
        try {
            Path executable = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
            return new FfmpegProgram(executable, Optional.ofNullable(executable.getParent()));
        } catch (UnsatisfiedLinkError | RuntimeException unavailable) {
            throw new CaptureException(
                    "no ffmpeg found: install it (Debian and Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg)"
                            + " and see that it is on PATH. The one that comes with dayreel is for Linux x86-64 only.",
                    unavailable);
        }
    }

    /** A process of ffmpeg, not yet started. */
    public ProcessBuilder command(List<String> arguments) {
        return command(executable, arguments);
    }

    /** A process of the ffprobe beside it, not yet started. */
    public ProcessBuilder probeCommand(List<String> arguments) {
        return command(probe(), arguments);
    }

    private ProcessBuilder command(Path program, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(program.toString());
        builder.command().addAll(arguments);
        // The bundled program finds its own libraries, but not the libraries of those, next to itself.
        libraries.ifPresent(directory -> builder.environment().put("LD_LIBRARY_PATH", directory.toString()));
        return builder;
    }
}
