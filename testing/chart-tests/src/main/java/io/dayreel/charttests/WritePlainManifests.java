package io.dayreel.charttests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes {@code k8s/} and the list of configuration keys of the chart anew; {@code k8s/generate} calls it. */
public final class WritePlainManifests {
    private static final List<String> WRITTEN = List.of("base", "overlays", "topics");

    private WritePlainManifests() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Chart.repositoryRoot();
        Files.write(root.resolve(ConfigurationKeys.FILE), ConfigurationKeys.documented(root));
        Path folder = root.resolve("k8s");
        Path copy = Files.createTempDirectory("dayreel-chart");
        try {
            Map<String, String> files = new PlainManifests(Chart.copiedTo(copy)).files();
            for (String written : WRITTEN) {
                delete(folder.resolve(written));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
        } finally {
            delete(copy);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
