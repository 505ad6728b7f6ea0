package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every values file, and every switch, makes is something that Kubernetes takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenderedChartIT {
    private Chart chart;

    @BeforeAll
    void copyTheChart(@TempDir Path folder) {
        chart = Chart.copiedTo(folder);
    }

    static Stream<Chart.Order> orders() {
        Chart.Order small = Chart.Order.of("values-small.yaml");
        return Stream.of(
                Chart.Order.of("values-trial.yaml"),
                small,
                Chart.Order.of("values-medium.yaml"),
                Chart.Order.of("values-large.yaml"),
                small.on("1.29.0"),
                small.on("1.34.0"),
                small.with("ingress.enabled", "false")
                        .with("gateway.enabled", "true")
                        .with("gateway.name", "public")
                        .with("gateway.udp.enabled", "true"),
                small.with("kafka.tls.enabled", "true")
                        .with("kafka.tls.existingSecret", "kafka-ca")
                        .with("kafka.sasl.mechanism", "SCRAM-SHA-512")
                        .with("kafka.sasl.username", "dayreel")
                        .with("kafka.sasl.password", "secret"),
                small.with("objectStore.access", "role").with("objectStore.existingSecret", ""),
                small.with("writer.state.persistence.enabled", "true")
                        .with("indexer.state.persistence.enabled", "true")
                        .with("writer.state.persistence.storageClassName", "fast"),
                small.with("ingest.autoscaling.enabled", "true")
                        .with("writer.autoscaling.enabled", "true")
                        .with("streamer.autoscaling.enabled", "true")
                        .with("edge.autoscaling.enabled", "true"),
                compacting(small),
                compacting(small).on("1.34.0"),
                small.with("udp.enabled", "false")
                        .with("networkPolicy.enabled", "false")
                        .with("seal.enabled", "false")
                        .with("tests.enabled", "false"),
                small.with("topics.createdBy", "services").with("topics.prefix", "other."),
                small.with("fullnameOverride", "cameras").with("commonLabels.team", "video"));
    }

    private static Chart.Order compacting(Chart.Order order) {
        return order.with("ingest.compaction.enabled", "true")
                .with("ingest.autoscaling.enabled", "true")
                .with("ingest.autoscaling.perPod", "0");
    }

    @Covers("B11")
    @ParameterizedTest
    @MethodSource("orders")
    void kubernetesTakesEveryObject(Chart.Order order) {
        List<Manifest> manifests = chart.manifests(order);

        List<String> broken = new ArrayList<>();
        for (String version : List.of("1.31.0", "1.34.0")) {
            KubernetesSchemas schemas = new KubernetesSchemas(version);
            manifests.forEach(manifest -> broken.addAll(schemas.broken(manifest)));
        }
        assertThat(manifests).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
        assertThat(manifests).extracting(Manifest::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-trial.yaml", "values-small.yaml", "values-medium.yaml", "values-large.yaml"})
    void lintFindsNothing(String valuesFile) {
        var result = chart.lint(valuesFile);

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-trial.yaml", "values-medium.yaml"})
    void theSameValuesRenderTheSameText(String valuesFile) {
        Chart.Order order = Chart.Order.of(valuesFile);

        assertThat(chart.render(order)).isEqualTo(chart.render(order));
    }

    @Test
    void aDelayBeforeTheSignalNeedsKubernetes130() {
        Chart.Order small = Chart.Order.of("values-small.yaml");

        assertThat(chart.render(small.on("1.29.0"))).doesNotContain("preStop");
        assertThat(chart.render(small.on("1.30.0"))).contains("preStop");
        assertThat(chart.render(small.with("drain.preStopSeconds", "0"))).doesNotContain("preStop");
    }
}
