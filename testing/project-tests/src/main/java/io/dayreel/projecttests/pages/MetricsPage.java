package io.dayreel.projecttests.pages;

import io.dayreel.projecttests.sources.JavaSource;
import io.dayreel.projecttests.sources.Repository;
import io.dayreel.projecttests.sources.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code metrics.md}: every metric that main code registers. Names are found where the code has one of three forms: a
 * literal {@code "dayreel.service.name"}, a constant prefix followed by a literal, or a constant prefix followed by
 * {@code metric()} of an enum whose constants begin with name and description.
 */
public final class MetricsPage implements Page {
    private static final String HEAD = """
            # Metrics

            Written from the code; change it and run

                %s

            `GET /q/metrics` gives them in Prometheus' text format without a token; keep it away from the public side. There dots are underscores, a counter ends in `_total`, a timer in
            `_seconds_count`, `_seconds_sum` and `_seconds_max` (with buckets where it has a histogram). Beside these are the ones of the JVM, HTTP and Kafka clients.

            | metric | kind | tags | meaning |
            |---|---|---|---|
            """;

    @Override
    public String path() {
        return "docs/reference/metrics.md";
    }

    @Override
    public String expected(Repository repository) {
        StringBuilder page = new StringBuilder(HEAD.formatted(WritePages.COMMAND));
        metrics(repository)
                .values()
                .forEach(metric -> page.append("| `" + metric.name() + "` | "
                        + Page.cell(metric.kind()) + " | " + Page.cell(String.join(", ", metric.tags())) + " | "
                        + Page.cell(metric.description()) + " |\n"));
        return page.toString();
    }

    private static Map<String, Metric> metrics(Repository repository) {
        List<SourceFile> main = repository.files(path -> path.contains("src/main/java/"));
        Map<String, Metric> metrics = new TreeMap<>();
        for (SourceFile file : main) {
            if (file.text().contains("import io.micrometer.") && !file.module().endsWith("project-tests")) {
                MetricScan scan = new MetricScan(enumsOf(main, file.module()));
                for (Metric metric :
                        scan.metrics(JavaSource.parse(List.of(file)).get(0))) {
                    metrics.merge(metric.name(), metric, Metric::and);
                }
            }
        }
        return metrics;
    }

    /** Enums of a module whose constants carry a metric's name. */
    private static Map<String, List<Metric>> enumsOf(List<SourceFile> main, String module) {
        List<SourceFile> candidates = new ArrayList<>();
        for (SourceFile file : main) {
            if (file.module().equals(module) && file.text().contains("String metric()")) {
                candidates.add(file);
            }
        }
        Map<String, List<Metric>> enums = new TreeMap<>();
        JavaSource.parse(candidates).forEach(source -> enums.putAll(MetricScan.enums(source)));
        return enums;
    }
}
