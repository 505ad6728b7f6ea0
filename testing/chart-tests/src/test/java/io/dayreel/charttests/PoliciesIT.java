package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pod of the chart promises to the cluster that it runs on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoliciesIT {
    private static final Set<String> SERVERS = Set.of("Deployment", "StatefulSet");

    private Chart chart;

    @BeforeAll
    void copyTheChart(@TempDir Path folder) {
        chart = Chart.copiedTo(folder);
    }

    private List<Manifest> withPods(String valuesFile) {
        List<Manifest> found = chart.manifests(Chart.Order.of(valuesFile)).stream()
                .filter(manifest -> manifest.pod().isObject())
                .toList();
        assertThat(found).hasSizeGreaterThan(6);
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-trial.yaml", "values-small.yaml", "values-medium.yaml", "values-large.yaml"})
    void nothingRunsAsRootOrWritesIntoItsImage(String valuesFile) {
        for (Manifest manifest : withPods(valuesFile)) {
            JsonNode pod = manifest.pod().path("securityContext");
            assertThat(pod.path("runAsNonRoot").asBoolean()).as(manifest.id()).isTrue();
            assertThat(pod.path("runAsUser").asInt()).as(manifest.id()).isPositive();
            assertThat(pod.at("/seccompProfile/type").asText())
                    .as(manifest.id())
                    .isEqualTo("RuntimeDefault");
            assertThat(manifest.pod().path("automountServiceAccountToken").asBoolean(true))
                    .as(manifest.id())
                    .isFalse();
            for (JsonNode container : manifest.containers()) {
                JsonNode own = container.path("securityContext");
                assertThat(own.path("readOnlyRootFilesystem").asBoolean())
                        .as(manifest.id())
                        .isTrue();
                assertThat(own.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(manifest.id())
                        .isFalse();
                assertThat(own.at("/capabilities/drop/0").asText())
                        .as(manifest.id())
                        .isEqualTo("ALL");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-trial.yaml", "values-small.yaml", "values-medium.yaml", "values-large.yaml"})
    void everyContainerHasBoundsAndANamedVersion(String valuesFile) {
        for (Manifest manifest : withPods(valuesFile)) {
            for (JsonNode container : manifest.containers()) {
                for (String bound : List.of("requests", "limits")) {
                    JsonNode resources = container.path("resources").path(bound);
                    assertThat(resources.has("cpu") && resources.has("memory"))
                            .as("%s %s", manifest.id(), bound)
                            .isTrue();
                }
                assertThat(container.path("image").asText())
                        .as(manifest.id())
                        .matches(".+:[^:/]+")
                        .doesNotEndWith(":latest");
            }
            manifest.pod().path("volumes").forEach(volume -> assertThat(
                            !volume.has("emptyDir") || volume.path("emptyDir").has("sizeLimit"))
                    .as("%s %s has a bound", manifest.id(), volume.path("name").asText())
                    .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-trial.yaml", "values-small.yaml", "values-medium.yaml", "values-large.yaml"})
    void everyServerIsProbed(String valuesFile) {
        for (Manifest manifest : withPods(valuesFile)) {
            if (SERVERS.contains(manifest.kind())) {
                for (JsonNode container : manifest.containers()) {
                    assertThat(container.has("startupProbe")
                                    && container.has("readinessProbe")
                                    && container.has("livenessProbe"))
                            .as(manifest.id())
                            .isTrue();
                }
            }
        }
    }

    /** A process that stood still for a moment, or answers late once, must not be restarted. */
    @Test
    void aServiceIsRestartedOnlyAfterAMinuteOfNotBeingLive() {
        for (Manifest manifest : withPods("values-small.yaml")) {
            JsonNode container = manifest.containers().get(0);
            if (container.at("/readinessProbe/httpGet/path").asText().equals("/q/health/ready")) {
                JsonNode live = container.path("livenessProbe");
                assertThat(live.at("/httpGet/path").asText()).as(manifest.id()).isEqualTo("/q/health/live");
                assertThat(live.path("periodSeconds").asInt()
                                * live.path("failureThreshold").asInt())
                        .as(manifest.id())
                        .isEqualTo(60);
            }
        }
    }

    @Test
    void aPodHasTimeToDrainAfterTheDelay() {
        for (Manifest manifest : withPods("values-small.yaml")) {
            if (SERVERS.contains(manifest.kind())) {
                int delay = manifest.containers()
                        .get(0)
                        .at("/lifecycle/preStop/sleep/seconds")
                        .asInt();

                assertThat(delay).as(manifest.id()).isEqualTo(8);
                assertThat(manifest.pod().path("terminationGracePeriodSeconds").asInt())
                        .as(manifest.id())
                        .isGreaterThanOrEqualTo(delay + 20);
            }
        }
    }

    @Test
    void everyPodIsUnderAPolicyOfItsOwn() {
        List<Manifest> manifests = chart.manifests(Chart.Order.of("values-trial.yaml"));
        Set<String> components = new TreeSet<>();
        manifests.stream()
                .filter(manifest -> manifest.pod().isObject())
                .forEach(manifest -> components.add(manifest.content()
                        .at("/metadata/labels")
                        .path("app.kubernetes.io/component")
                        .asText()));

        Set<String> covered = new TreeSet<>();
        manifests.stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .forEach(manifest -> covered.add(manifest.content()
                        .at("/spec/podSelector/matchLabels")
                        .path("app.kubernetes.io/component")
                        .asText()));
        assertThat(components).isNotEmpty();
        assertThat(covered).containsAll(components).contains("");
    }

    /** A secret in a ConfigMap or an argument is read by many. */
    @Test
    void passwordsAreOnlyInSecrets() {
        Chart.Order order = Chart.Order.of("values-small.yaml")
                .with("kafka.sasl.mechanism", "PLAIN")
                .with("kafka.sasl.username", "someone")
                .with("kafka.sasl.password", "a-password-to-find")
                .with("objectStore.existingSecret", "")
                .with("objectStore.accessKey", "someone")
                .with("objectStore.secretKey", "a-key-to-find");

        assertThat(chart.manifests(order))
                .filteredOn(manifest -> manifest.content().toString().contains("-to-find"))
                .isNotEmpty()
                .allMatch(manifest -> manifest.kind().equals("Secret"));
    }
}
