package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts, dashboards, runbooks and metrics fit together. */
class AlertsTest {
    private static final Pattern METRIC_ROW =
            Pattern.compile("(?m)^\\| `(dayreel\\.[a-z.]+)` \\| (\\w+) \\| ([^|]*) \\|");
    private static final Pattern METRIC = Pattern.compile("\\b(?:dayreel|jvm|http|process|system)_[a-z_]+\\b");
    private static final Pattern SELECTED_TAG =
            Pattern.compile("\\b(dayreel_[a-z_]+)\\{[^}]*?\\b(reason|step|protocol|outcome|kind)=");
    private static final Pattern PAGE = Pattern.compile("\\b(Dayreel[A-Z][A-Za-z]+)\\b");
    /** Of the JVM and of HTTP, as Micrometer calls them. */
    private static final Set<String> GIVEN = Set.of(
            "http_server_requests_seconds_count",
            "jvm_memory_max_bytes",
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "system_cpu_count");

    private static final Map<String, List<String>> ENDINGS = Map.of(
            "counter", List.of("_total"),
            "gauge", List.of(""),
            "timer", List.of("_seconds_count", "_seconds_sum", "_seconds_max", "_seconds_bucket"),
            "summary", List.of("_count", "_sum", "_max", "_bucket"));

    private final Path root = Chart.repositoryRoot();
    private final Path runbooks = root.resolve("docs/operations/runbooks");

    private JsonNode alerts() throws IOException {
        return new YAMLMapper().readTree(Files.readString(root.resolve("helm/dayreel/files/alerts.yaml")));
    }

    private Map<String, JsonNode> alertsByName() throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        alerts().path("groups").forEach(group -> group.path("alerts")
                .forEach(alert -> byName.put(alert.path("alert").asText(), alert)));
        return byName;
    }

    private Set<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(runbooks)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .map(name -> name.replace(".md", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> pages = pages();

        assertThat(pages).isNotEmpty().isEqualTo(alertsByName().keySet());
        assertThat(Files.readString(runbooks.resolve("README.md"))).contains(pages);
        for (String page : pages) {
            assertThat(Files.readString(runbooks.resolve(page + ".md")))
                    .as(page)
                    .startsWith("# " + page)
                    .contains("**What users notice.**", "## Check", "## Mend", "## If that does not help");
        }
    }

    @Test
    void everyAlertSaysHowUrgentItIsAndForHowLong() throws IOException {
        assertThat(alertsByName()).allSatisfy((name, alert) -> {
            assertThat(alert.path("severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.path("for").asText()).as(name).matches("\\d+[mh]");
            assertThat(alert.path("summary").asText()).as(name).isNotBlank();
            assertThat(alert.path("expr").asText()).as(name).contains("{WHERE");
        });
    }

    @Test
    void documentsSpeakOnlyOfAlertsThatExist() throws IOException {
        List<String> unknown = new ArrayList<>();
        Set<String> names = alertsByName().keySet();
        try (Stream<Path> files = Files.walk(root.resolve("docs/operations"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".md")).toList()) {
                PAGE.matcher(Files.readString(page))
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> !names.contains(name))
                        .forEach(name -> unknown.add(page.getFileName() + ": " + name));
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void alertsDashboardsAndRunbooksUseMetricsThatExist() throws IOException {
        Set<String> known = new TreeSet<>(GIVEN);
        METRIC_ROW.matcher(metricsPage()).results().forEach(row -> ENDINGS.get(row.group(2))
                .forEach(ending -> known.add(row.group(1).replace('.', '_') + ending)));

        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions()) {
            METRIC.matcher(expression)
                    .results()
                    .map(found -> found.group())
                    .filter(name -> !known.contains(name))
                    .forEach(name -> unknown.add(name + " in " + expression));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void theyAskOnlyForTagsThatTheMetricHas() throws IOException {
        Map<String, String> tags = new TreeMap<>();
        METRIC_ROW.matcher(metricsPage()).results().forEach(row -> ENDINGS.get(row.group(2))
                .forEach(ending -> tags.put(row.group(1).replace('.', '_') + ending, row.group(3))));

        Set<String> unknown = new TreeSet<>();
        for (String expression : expressions()) {
            SELECTED_TAG
                    .matcher(expression)
                    .results()
                    .filter(found -> !tags.getOrDefault(found.group(1), "").contains(found.group(2)))
                    .forEach(found -> unknown.add(found.group()));
        }
        assertThat(unknown).isEmpty();
    }

    private String metricsPage() throws IOException {
        return Files.readString(root.resolve("docs/reference/metrics.md"));
    }

    /** What Prometheus is asked by alerts, dashboards and runbooks. */
    private List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        alertsByName()
                .values()
                .forEach(alert -> expressions.add(alert.path("expr").asText()));
        try (Stream<Path> files = Files.list(root.resolve("helm/dayreel/files/dashboards"))) {
            for (Path file : files.toList()) {
                new ObjectMapper().readTree(file.toFile()).path("panels").forEach(panel -> panel.path("targets")
                        .forEach(target -> expressions.add(target.path("expr").asText())));
            }
        }
        try (Stream<Path> files = Files.list(runbooks)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("{namespace="))
                        .forEach(expressions::add);
            }
        }
        assertThat(expressions).hasSizeGreaterThan(80);
        return expressions;
    }
}
