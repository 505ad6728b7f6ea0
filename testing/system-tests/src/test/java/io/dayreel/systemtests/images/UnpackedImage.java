package io.dayreel.systemtests.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image's content in a folder: its layers laid over each other as a container engine does, with what it says of how it
 * is started.
 *
 * @param root its root file system
 * @param commandLine entrypoint and command
 * @param environment {@code NAME=value}
 */
public record UnpackedImage(
        Path root, List<String> commandLine, List<String> environment, String user, String workingDirectory) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Unpacks a file of {@code docker save}'s format into a folder that does not exist yet; needs root for owners. */
    public static UnpackedImage of(Path tar, Path directory) throws IOException {
        Path parts = Files.createDirectories(directory.resolve("parts"));
        Path root = Files.createDirectories(directory.resolve("root"));
        tar("-xf", tar.toString(), "-C", parts.toString());
        JsonNode manifest =
                JSON.readTree(parts.resolve("manifest.json").toFile()).get(0);
        for (JsonNode layer : manifest.path("Layers")) {
            apply(parts.resolve(layer.asText()), root);
        }
        JsonNode config = JSON.readTree(
                        parts.resolve(manifest.path("Config").asText()).toFile())
                .path("config");
        delete(parts);
        List<String> commandLine = texts(config.path("Entrypoint"));
        commandLine.addAll(texts(config.path("Cmd")));
        return new UnpackedImage(
                root,
                commandLine,
                texts(config.path("Env")),
                config.path("User").asText(),
                config.path("WorkingDir").asText());
    }

    private static void apply(Path layer, Path root) throws IOException {
        for (String name : tar("-tf", layer.toString()).lines().toList()) {
            Path entry = root.resolve(name.replaceFirst("^\\./", "")).normalize();
            String last = entry.getFileName().toString();
            if (last.equals(OPAQUE)) {
                delete(entry.getParent());
                Files.createDirectories(entry.getParent());
            } else if (last.startsWith(WHITEOUT)) {
                delete(entry.resolveSibling(last.substring(WHITEOUT.length())));
            }
        }
        tar("-xpf", layer.toString(), "-C", root.toString(), "--same-owner", "--numeric-owner", "--exclude=.wh.*");
    }

    private static String tar(String... arguments) {
        // Jib dates files in headers that GNU tar has no use for.
        List<String> command = new ArrayList<>(List.of("tar", "--warning=no-unknown-keyword"));
        command.addAll(List.of(arguments));
        return ShellCommand.run(LIMIT, command).orFail("tar").output();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
