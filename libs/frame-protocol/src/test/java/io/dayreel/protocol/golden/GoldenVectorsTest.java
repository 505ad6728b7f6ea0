package io.dayreel.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java and TypeScript read the same files. To write them again after the format was extended, run this test with
 * {@code -Ddayreel.golden.write=true}; bytes of released versions must not change.
 */
class GoldenVectorsTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    @TempDir
    Path temporary;

    @Covers("A2")
    @Test
    void theGoldenFilesAreWhatTheCodeWrites() throws IOException {
        GoldenFiles files = new GoldenFiles();
        new GoldenFrames(files).addAll();
        new GoldenSegments(files, temporary).addAll();
        new GoldenDays(files, temporary).addAll();
        if (Boolean.getBoolean("dayreel.golden.write")) {
            write(files.all());
        }

        assertThat(existing()).isEqualTo(new TreeSet<>(files.all().keySet()));
        for (Map.Entry<String, byte[]> file : files.all().entrySet()) {
            assertThat(DIRECTORY.resolve(file.getKey())).hasBinaryContent(file.getValue());
        }
    }

    private static void write(Map<String, byte[]> files) throws IOException {
        for (String old : existing()) {
            Files.delete(DIRECTORY.resolve(old));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = DIRECTORY.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static Set<String> existing() throws IOException {
        if (!Files.exists(DIRECTORY)) {
            return Set.of();
        }
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> DIRECTORY.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> !path.startsWith("README"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
