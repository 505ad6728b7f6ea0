package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that the operators' pages show can be installed as they stand there. */
class DocumentedValuesIT {
    private static final Pattern YAML = Pattern.compile("(?ms)^( *)```yaml\\n(.*?)^ *```$");

    @TempDir
    Path chartCopy;

    @TempDir
    Path folder;

    private List<String> valuesOn(String page) throws IOException {
        String text = Files.readString(
                Chart.repositoryRoot().resolve("docs/operations").resolve(page));
        List<String> blocks = new ArrayList<>();
        for (MatchResult block : YAML.matcher(text).results().toList()) {
            blocks.add(block.group(2).replaceAll("(?m)^" + block.group(1), ""));
        }
        return blocks;
    }

    private List<Manifest> installed(List<String> valuesFiles, String values) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), values);
        List<String> files = new ArrayList<>(valuesFiles);
        files.add(file.toString());
        return Chart.copiedTo(chartCopy).manifests(new Chart.Order(files, Map.of(), "1.31.0"));
    }

    @Test
    void whatTheInstallationAddsToASizeIsTaken() throws IOException {
        List<String> blocks = valuesOn("install.md");

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
        for (String block : blocks) {
            List<Manifest> manifests = installed(List.of("values-small.yaml"), block);

            KubernetesSchemas schemas = new KubernetesSchemas("1.34.0");
            assertThat(manifests).as(block).allSatisfy(manifest -> assertThat(schemas.broken(manifest))
                    .isEmpty());
        }
    }

    @Test
    void theDrillIsAnInstallationThatDeletesNothing() throws IOException {
        List<String> blocks = valuesOn("backup-and-recovery.md");

        List<Manifest> manifests = installed(List.of(), blocks.get(0));

        assertThat(blocks).hasSize(1);
        assertThat(manifests)
                .extracting(Manifest::id)
                .contains("StatefulSet/dayreel-indexer", "StatefulSet/dayreel-kafka")
                .doesNotContain("StatefulSet/dayreel-object-store");
        assertThat(manifests)
                .noneMatch(manifest -> manifest.content().toString().contains("RETENTION"));
    }
}
