package io.dayreel.systemtests.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers laid over each other as the image specification says. */
class UnpackedImageIT {
    @TempDir
    Path directory;

    @Test
    void laterLayersReplaceAddAndTakeAway() throws Exception {
        Path lower = layer("lower", "etc/kept", "etc/replaced", "etc/removed", "opt/old/file");
        Path upper = layer("upper", "etc/replaced", "etc/.wh.removed", "opt/old/.wh..wh..opq", "opt/old/new");
        Path image = image(lower, upper);

        UnpackedImage unpacked = UnpackedImage.of(image, directory.resolve("unpacked"));

        assertThat(files(unpacked.root())).containsExactly("etc/kept", "etc/replaced", "opt/old/new");
        assertThat(unpacked.root().resolve("etc/replaced")).hasContent("upper");
        assertThat(unpacked.commandLine()).containsExactly("/bin/program", "argument");
        assertThat(unpacked.environment()).containsExactly("A=b");
        assertThat(unpacked.user()).isEqualTo("10001:10001");
        assertThat(unpacked.workingDirectory()).isEqualTo("/var/lib/dayreel");
    }

    private Path layer(String content, String... files) throws Exception {
        Path tree = directory.resolve(content);
        for (String file : files) {
            Files.createDirectories(tree.resolve(file).getParent());
            Files.writeString(tree.resolve(file), content);
        }
        return tar(directory.resolve(content + ".tar"), tree, List.of("."));
    }

    private Path image(Path... layers) throws Exception {
        Path tree = Files.createDirectories(directory.resolve("image"));
        Files.writeString(
                tree.resolve("config.json"),
                "{\"config\":{\"Entrypoint\":[\"/bin/program\"],\"Cmd\":[\"argument\"],\"Env\":[\"A=b\"],"
                        + "\"User\":\"10001:10001\",\"WorkingDir\":\"/var/lib/dayreel\"}}");
        List<String> names = new ArrayList<>(List.of("config.json", "manifest.json"));
        for (Path layer : layers) {
            Files.move(layer, tree.resolve(layer.getFileName()));
            names.add(layer.getFileName().toString());
        }
        Files.writeString(
                tree.resolve("manifest.json"),
                "[{\"Config\":\"config.json\",\"Layers\":[\"lower.tar\",\"upper.tar\"]}]");
        return tar(directory.resolve("image.tar"), tree, names);
    }

    private static Path tar(Path file, Path tree, List<String> members) {
        List<String> command = new ArrayList<>(List.of("tar", "-cf", file.toString(), "-C", tree.toString()));
        command.addAll(members);
        ShellCommand.run(Duration.ofSeconds(30), command).orFail("tar");
        return file;
    }

    private static List<String> files(Path root) throws Exception {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
