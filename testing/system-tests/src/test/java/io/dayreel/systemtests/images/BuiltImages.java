package io.dayreel.systemtests.images;

import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The images of this repository's services and of the command, as files, on the base that the project makes itself. */
public final class BuiltImages {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path directory;

    private BuiltImages(Path directory) {
        this.directory = directory;
    }

    /** Where the scripts are. */
    static Path scripts() {
        return SampleFootage.repositoryRoot().resolve("images");
    }

    /**
     * Makes the base if it was not made by the script as it is now, and the images anew.
     *
     * @throws NoImagesHereException where no base can be made, with what is missing
     */
    public static BuiltImages into(Path directory) throws NoImagesHereException {
        Path base = scripts().resolve("target/base.tar");
        Path makeBase = scripts().resolve("make-base");
        if (!Files.exists(base) || isOlder(base, makeBase)) {
            ShellCommand.Result made =
                    ShellCommand.run(LIMIT, List.of(makeBase.toString(), "--output", base.toString()));
            if (made.status() != 0) {
                throw new NoImagesHereException("no base for the images: " + made.output());
            }
        }
        ShellCommand.run(
                        LIMIT,
                        List.of(
                                scripts().resolve("build").toString(),
                                "--base",
                                base.toString(),
                                "--output",
                                directory.toString()))
                .orFail("images/build");
        return new BuiltImages(directory);
    }

    private static boolean isOlder(Path file, Path than) {
        try {
            return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) < 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of an image: {@code ingest}, …, {@code cli}. */
    public Path tar(String name) {
        return directory.resolve("dayreel-" + name.toLowerCase(Locale.ROOT) + ".tar");
    }
}
