package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** values.yaml is explained, known to the schema, and names keys of services that exist. */
class ValuesTest {
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]\\w*):(.*)$");

    private final Path chart = Chart.repositoryRoot().resolve("helm/dayreel");

    /** Without a tag the images of this very build are meant. */
    @Test
    void theChartIsOfThisVersion() throws IOException {
        String pom = Files.readString(chart.resolve("../../pom.xml"));

        String version = pom.replaceFirst("(?s).*?<artifactId>dayreel</artifactId>\\s*<version>([^<]+)<.*", "$1");

        assertThat(new YAMLMapper()
                        .readTree(chart.resolve("Chart.yaml").toFile())
                        .path("appVersion")
                        .asText())
                .isEqualTo(version);
    }

    @Test
    void everyKeyWithAValueHasAComment() throws IOException {
        List<String> silent = new ArrayList<>();
        String before = "";
        for (String line : Files.readAllLines(chart.resolve("values.yaml"))) {
            var key = KEY.matcher(line);
            boolean explained = before.strip().startsWith("#");
            if (key.matches()
                    && !key.group(3).isBlank()
                    && !explained
                    && !List.of("requests", "limits").contains(key.group(2))) {
                silent.add(line.strip());
            }
            before = line;
        }

        assertThat(silent).isEmpty();
    }

    @Test
    void theSchemaKnowsExactlyTheKeys() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(chart.resolve("values.schema.json").toFile());
        JsonNode values = new YAMLMapper().readTree(chart.resolve("values.yaml").toFile());

        List<String> differences = new ArrayList<>();
        compare("", values, schema, differences);
        assertThat(differences).isEmpty();
    }

    private static void compare(String path, JsonNode values, JsonNode schema, List<String> differences) {
        JsonNode properties = schema.path("properties");
        if (!properties.isObject()) {
            return;
        }
        if (schema.path("additionalProperties").asBoolean(true)) {
            differences.add(path + " takes unknown keys");
        }
        Set<String> known = new TreeSet<>();
        properties.fieldNames().forEachRemaining(known::add);
        known.remove("global");
        Set<String> there = new TreeSet<>();
        values.fieldNames().forEachRemaining(there::add);
        if (!known.equals(there)) {
            differences.add(path + " has " + there + ", the schema knows " + known);
        }
        there.forEach(key -> compare(path + "." + key, values.path(key), properties.path(key), differences));
    }

    /** The chart says again what the service has, so that both must not drift apart. */
    @Test
    void compactionHasTheDefaultsOfTheService() throws IOException {
        String page = Files.readString(chart.resolve("../../docs/reference/configuration.md"));
        JsonNode values =
                new YAMLMapper().readTree(chart.resolve("values.yaml").toFile()).at("/ingest/compaction");

        List<String> different = new ArrayList<>();
        values.fieldNames().forEachRemaining(name -> {
            String key = "dayreel.ingest.compaction."
                    + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            String row = "| `" + key + "` | `" + values.path(name).asText() + "` |";
            if (!page.contains(row)) {
                different.add(row);
            }
        });
        assertThat(values.size()).isGreaterThan(10);
        assertThat(different).isEmpty();
    }

    /** Written by {@code k8s/generate}. Values with other keys are refused, those of the chart's own files as well. */
    @Test
    void theChartKnowsTheConfigurationKeysOfTheReference() throws IOException {
        Path root = Chart.repositoryRoot();

        assertThat(Files.readAllLines(root.resolve(ConfigurationKeys.FILE)))
                .isNotEmpty()
                .isEqualTo(ConfigurationKeys.documented(root));
    }

    /** Otherwise the pod is killed while its devices are being led away. */
    @Test
    void ingestHasTheTimeThatItsDrainMayTake() throws IOException {
        String page = Files.readString(chart.resolve("../../docs/reference/configuration.md"));
        Matcher patience = Pattern.compile("`dayreel\\.ingest\\.drain-patience` \\| `([^`]+)`")
                .matcher(page);
        assertThat(patience.find()).isTrue();

        int stopSeconds = new YAMLMapper()
                .readTree(chart.resolve("values.yaml").toFile())
                .at("/ingest/stopSeconds")
                .asInt();

        assertThat(Duration.ofSeconds(stopSeconds))
                .isGreaterThan(Duration.parse(patience.group(1)).plusSeconds(5));
    }
}
