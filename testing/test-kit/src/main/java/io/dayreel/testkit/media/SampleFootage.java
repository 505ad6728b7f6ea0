package io.dayreel.testkit.media;

import java.nio.file.Files;
import java.nio.file.Path;

/** The repository's {@code samples/}, found from the working directory of any module. */
public final class SampleFootage {
    private SampleFootage() {}

    /** 30 s, H.264 Baseline 768×432 at 12.5 fps without B-frames, and AAC. */
    public static Path carDetection() {
        return sample("car-detection.mp4");
    }

    /** 139 s, H.264 Main 768×432 at 10 fps with B-frames, no sound. */
    public static Path onePersonDetection() {
        return sample("one-by-one-person-detection.mp4");
    }

    /** The repository's root, above the working directory. */
    public static Path repositoryRoot() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("samples")) && Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "no repository with samples/ above " + Path.of("").toAbsolutePath());
    }

    private static Path sample(String name) {
        return repositoryRoot().resolve("samples").resolve(name);
    }
}
