package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in {@code k8s/} is what the chart makes: run {@code k8s/generate} otherwise. */
class PlainManifestsIT {

    @Test
    void theyAreInStepWithTheChart(@TempDir Path folder) throws IOException {
        Path k8s = Chart.repositoryRoot().resolve("k8s");

        Map<String, String> written = new TreeMap<>();
        for (String part : List.of("base", "overlays", "topics")) {
            try (Stream<Path> files = Files.walk(k8s.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    written.put(k8s.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                }
            }
        }
        assertThat(written).isEqualTo(new PlainManifests(Chart.copiedTo(folder)).files());
    }
}
