package io.dayreel.runtime.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where ffmpeg is.
 *
 * @param configured a path, or a name that is looked for on {@code path}
 * @param path directories as in the environment variable PATH
 */
public record FfmpegLocation(String configured, String path) {

    /** The program as it is there now. */
    public Optional<Path> find() {
        if (configured.contains(File.separator)) {
            return Optional.of(Path.of(configured)).filter(FfmpegLocation::isProgram);
        }
        return onPath(configured);
    }

    /** The ffprobe that lies beside it, or else the one on the path. */
    public Optional<Path> findProbe() {
        return find().map(program -> program.toAbsolutePath().resolveSibling("ffprobe"))
                .filter(FfmpegLocation::isProgram)
                .or(() -> onPath("ffprobe"));
    }

    private Optional<Path> onPath(String name) {
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && isProgram(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path candidate) {
        return Files.isRegularFile(candidate) && Files.isExecutable(candidate);
    }

    /** The directory of a program that lies beside its libraries, where those do not look for each other. */
    public static Optional<Path> libraries(Path program) {
        Path directory = program.toAbsolutePath().getParent();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "libavcodec*")) {
            return found.iterator().hasNext() ? Optional.of(directory) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
