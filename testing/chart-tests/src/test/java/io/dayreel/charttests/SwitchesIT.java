package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.testkit.Covers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What single values switch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchesIT {
    private static final Chart.Order SMALL = Chart.Order.of("values-small.yaml");

    private Chart chart;

    @BeforeAll
    void copyTheChart(@TempDir Path folder) {
        chart = Chart.copiedTo(folder);
    }

    private Map<String, Manifest> objects(Chart.Order order) {
        Map<String, Manifest> objects = new TreeMap<>();
        chart.manifests(order).forEach(manifest -> objects.put(manifest.id(), manifest));
        return objects;
    }

    private static Map<String, String> environment(Manifest manifest) {
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode variable : manifest.containers().get(0).path("env")) {
            environment.put(
                    variable.path("name").asText(), variable.path("value").asText());
        }
        return environment;
    }

    @Test
    void configurationKeysBecomeEnvironmentVariables() {
        Manifest writer = objects(SMALL.with("writer.config.dayreel\\.writer\\.archive-threads", "9"))
                .get("StatefulSet/dayreel-writer");

        assertThat(environment(writer))
                .containsEntry("DAYREEL_WRITER_ARCHIVE_THREADS", "9")
                .containsEntry("DAYREEL_WRITER_SPOOL_MAX_SIZE", "4G")
                .containsEntry("DAYREEL_WRITER_STATE_DIRECTORY", "/var/lib/dayreel/writer")
                .containsEntry("DAYREEL_TOPICS_PARTITIONS", "16")
                .containsEntry("DAYREEL_INSTANCE_ADDRESS", "http://$(POD_IP):8080")
                .containsKey("DAYREEL_OBJECT_STORE_SECRET_KEY");
    }

    @Test
    void uploadsHaveAVolumeAndKeepWithinIt() {
        Manifest ingest = objects(SMALL.with("ingest.upload.enabled", "true")
                        .with("ingest.resources.limits.memory", "1Gi")
                        .with("ingest.upload.scratchSize", "10Gi"))
                .get("Deployment/dayreel-ingest");

        assertThat(environment(ingest))
                .containsEntry("DAYREEL_INGEST_UPLOAD_ENABLED", "true")
                .containsEntry("DAYREEL_INGEST_UPLOAD_MAX_PART", "80M")
                .containsEntry("DAYREEL_INGEST_UPLOAD_SCRATCH_BYTES", "9216M")
                .containsEntry("DAYREEL_INGEST_UPLOAD_SCRATCH_DIRECTORY", "/var/lib/dayreel/uploads");
        assertThat(ingest.pod().toString()).contains("\"sizeLimit\":\"10Gi\"");
        assertThat(environment(objects(SMALL).get("Deployment/dayreel-ingest")))
                .containsEntry("DAYREEL_INGEST_UPLOAD_ENABLED", "false")
                .doesNotContainKey("DAYREEL_INGEST_UPLOAD_SCRATCH_BYTES");
    }

    @Test
    void onlyTheIndexerHasTheSealKey() {
        Map<String, Manifest> objects = objects(SMALL);

        assertThat(objects.values())
                .filteredOn(manifest -> manifest.pod().toString().contains("dayreel-seal"))
                .extracting(Manifest::id)
                .containsExactly("StatefulSet/dayreel-indexer");
        assertThat(objects(SMALL.with("seal.enabled", "false")).values())
                .noneMatch(manifest -> manifest.content().toString().contains("dayreel-seal"));
    }

    @Test
    void kafkaPropertiesAreAFileThatTheEnvironmentNames() {
        Map<String, Manifest> objects = objects(SMALL.with("kafka.tls.enabled", "true")
                .with("kafka.sasl.mechanism", "SCRAM-SHA-512")
                .with("kafka.sasl.existingSecret", "kafka-user")
                .with("kafka.properties.client\\.rack", "a"));

        String file = objects.get("ConfigMap/dayreel-kafka")
                .content()
                .at("/data/kafka.properties")
                .asText();
        assertThat(file.lines())
                .contains(
                        "dayreel.kafka.properties.\"security.protocol\"=SASL_SSL",
                        "dayreel.kafka.properties.\"sasl.mechanism\"=SCRAM-SHA-512",
                        "dayreel.kafka.properties.\"client.rack\"=a")
                .anyMatch(line -> line.contains("${KAFKA_SASL_PASSWORD}"));
        assertThat(objects.get("ConfigMap/dayreel-topics")
                        .content()
                        .at("/data/kafka.properties")
                        .asText())
                .isEqualTo(file);
        for (String id : List.of("Deployment/dayreel-ingest", "StatefulSet/dayreel-sync", "Job/dayreel-topics")) {
            assertThat(environment(objects.get(id)))
                    .as(id)
                    .containsEntry("QUARKUS_CONFIG_LOCATIONS", "/etc/dayreel/kafka/kafka.properties");
        }
    }

    @Test
    void topicsAreCreatedByWhomTheValuesSay() {
        assertThat(objects(SMALL)).containsKey("Job/dayreel-topics");
        assertThat(environment(objects(SMALL).get("Deployment/dayreel-ingest")))
                .containsEntry("DAYREEL_TOPICS_CREATE", "false");

        Map<String, Manifest> services = objects(SMALL.with("topics.createdBy", "services"));
        assertThat(services).doesNotContainKey("Job/dayreel-topics");
        assertThat(environment(services.get("Deployment/dayreel-ingest")))
                .containsEntry("DAYREEL_TOPICS_CREATE", "true");
    }

    @Test
    void rolesNeedNoKeys() {
        Map<String, Manifest> objects = objects(SMALL.with("objectStore.access", "role")
                .with("objectStore.existingSecret", "")
                .with("writer.serviceAccount.annotations.role", "a-role"));

        assertThat(environment(objects.get("StatefulSet/dayreel-writer")))
                .doesNotContainKeys("DAYREEL_OBJECT_STORE_ACCESS_KEY", "DAYREEL_OBJECT_STORE_SECRET_KEY");
        assertThat(objects.get("ServiceAccount/dayreel-writer")
                        .content()
                        .at("/metadata/annotations/role")
                        .asText())
                .isEqualTo("a-role");
    }

    @Test
    void anAutoscalerDecidesAlone() {
        Map<String, Manifest> objects = objects(SMALL.with("writer.autoscaling.enabled", "true"));

        assertThat(objects.get("StatefulSet/dayreel-writer")
                        .content()
                        .at("/spec")
                        .has("replicas"))
                .isFalse();
        JsonNode metrics =
                objects.get("HorizontalPodAutoscaler/dayreel-writer").content().at("/spec/metrics");
        assertThat(metrics.at("/0/pods/metric/name").asText()).isEqualTo("dayreel_writer_lag_records");
        assertThat(metrics.at("/1/resource/name").asText()).isEqualTo("cpu");
    }

    @Covers("B2")
    @Test
    void thePlannerDecidesHowManyInstancesOfIngestThereAre() {
        Chart.Order order = SMALL.with("ingest.compaction.enabled", "true")
                .with("ingest.compaction.maxBytesPerSecond", "32M")
                .with("ingest.autoscaling.enabled", "true")
                .with("ingest.autoscaling.perPod", "0")
                .with("ingest.autoscaling.cpuPercent", "0");
        Map<String, Manifest> objects = objects(order);

        JsonNode spec =
                objects.get("HorizontalPodAutoscaler/dayreel-ingest").content().path("spec");
        assertThat(spec.path("metrics")).hasSize(1);
        assertThat(spec.at("/metrics/0/external/metric/name").asText()).isEqualTo("dayreel_ingest_instances_wanted");
        assertThat(spec.at("/metrics/0/external/metric/selector/matchLabels/installation")
                        .asText())
                .isEqualTo("dayreel");
        assertThat(spec.at("/metrics/0/external/target/type").asText()).isEqualTo("AverageValue");
        assertThat(spec.at("/metrics/0/external/target/averageValue").asText()).isEqualTo("1");
        assertThat(spec.at("/behavior/scaleDown/stabilizationWindowSeconds").asInt(-1))
                .isZero();
        assertThat(spec.at("/behavior/scaleDown/policies/0/periodSeconds").asInt())
                .isEqualTo(60);
        assertThat(spec.at("/behavior/scaleDown").has("tolerance")).isFalse();
        assertThat(environment(objects.get("Deployment/dayreel-ingest")))
                .containsEntry("DAYREEL_INGEST_COMPACTION_ENABLED", "true")
                .containsEntry("DAYREEL_INGEST_COMPACTION_MAX_BYTES_PER_SECOND", "32M")
                .containsEntry("DAYREEL_INGEST_COMPACTION_LOW_MARK", "0.5")
                .containsEntry("DAYREEL_INGEST_COMPACTION_CALM", "PT10M");
        assertThat(objects(order.on("1.35.0"))
                        .get("HorizontalPodAutoscaler/dayreel-ingest")
                        .content()
                        .at("/spec/behavior/scaleDown/tolerance")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void withoutCompactionNothingIsPlanned() {
        Map<String, Manifest> objects = objects(SMALL.with("ingest.autoscaling.enabled", "true"));

        assertThat(objects.get("HorizontalPodAutoscaler/dayreel-ingest")
                        .content()
                        .at("/spec/metrics/0/pods/metric/name")
                        .asText())
                .isEqualTo("dayreel_ingest_connections");
        assertThat(environment(objects.get("Deployment/dayreel-ingest")).keySet())
                .noneMatch(name -> name.contains("COMPACTION"));
    }

    @Test
    void aSingleInstanceHasNeitherBudgetNorStandby() {
        Map<String, Manifest> objects = objects(SMALL.with("indexer.replicas", "1"));

        assertThat(objects)
                .doesNotContainKey("PodDisruptionBudget/dayreel-indexer")
                .containsKey("PodDisruptionBudget/dayreel-sync");
        assertThat(environment(objects.get("StatefulSet/dayreel-indexer")))
                .containsEntry("DAYREEL_INDEXER_STANDBY_REPLICAS", "0");
    }

    @Test
    void stateLiesOnTheNodeOrOnAVolume() {
        assertThat(objects(SMALL)
                        .get("StatefulSet/dayreel-writer")
                        .content()
                        .at("/spec")
                        .has("volumeClaimTemplates"))
                .isFalse();

        JsonNode spec = objects(SMALL.with("writer.state.persistence.enabled", "true"))
                .get("StatefulSet/dayreel-writer")
                .content()
                .path("spec");
        assertThat(spec.at("/volumeClaimTemplates/0/spec/resources/requests/storage")
                        .asText())
                .isEqualTo("6Gi");
        assertThat(spec.at("/template/spec/volumes").toString()).doesNotContain("\"state\"");
    }

    @Test
    void aDigestWinsOverTheTag() {
        String digest = "sha256:" + "0".repeat(64);
        Map<String, Manifest> objects = objects(SMALL.with("image.registry", "registry.example.org")
                .with("image.tag", "9.9.9")
                .with("writer.image.digest", digest)
                .with("sync.image.name", "elsewhere/sync"));

        assertThat(objects.get("StatefulSet/dayreel-writer")
                        .containers()
                        .get(0)
                        .path("image")
                        .asText())
                .isEqualTo("registry.example.org/dayreel/dayreel-writer@" + digest);
        assertThat(objects.get("StatefulSet/dayreel-sync")
                        .containers()
                        .get(0)
                        .path("image")
                        .asText())
                .isEqualTo("elsewhere/sync:9.9.9");
    }

    @Test
    void portsOfTheWaysOutFollowTheAddresses() {
        String policy = objects(SMALL.with("kafka.bootstrapServers", "a:9094,b:9095")
                        .with("objectStore.endpoint", "http://minio:9000"))
                .get("NetworkPolicy/dayreel-writer")
                .content()
                .at("/spec/egress")
                .toString();

        assertThat(policy).contains("9094", "9095", "9000").doesNotContain("443");
    }

    @Test
    void udpIsAServiceOfItsOwnWithAffinity() {
        JsonNode service =
                objects(SMALL).get("Service/dayreel-ingest-udp").content().path("spec");

        assertThat(service.path("sessionAffinity").asText()).isEqualTo("ClientIP");
        assertThat(service.at("/ports/0/protocol").asText()).isEqualTo("UDP");
        assertThat(objects(SMALL.with("udp.enabled", "false"))).doesNotContainKey("Service/dayreel-ingest-udp");
    }

    @Test
    void alertsCarryTheirRunbooksAndTheInstallation() {
        JsonNode groups = objects(SMALL.with("monitoring.alerts.enabled", "true")
                        .with("monitoring.alerts.runbookUrl", "https://example.org/runbooks/")
                        .with("monitoring.alerts.without[0]", "DayreelConflicts")
                        .with("topics.partitions", "24"))
                .get("PrometheusRule/dayreel")
                .content()
                .at("/spec/groups");

        assertThat(groups.toString())
                .contains("https://example.org/runbooks/DayreelStoreFails.md")
                .contains("namespace=\\\"dayreel\\\",installation=\\\"dayreel\\\"")
                .contains("< 24")
                .doesNotContain("DayreelConflicts", "WHERE", "PARTITIONS");
    }

    @Test
    void bundledServersAreForTrialsOnly() {
        Map<String, Manifest> trial = objects(Chart.Order.of("values-trial.yaml"));

        assertThat(objects(SMALL)).doesNotContainKeys("StatefulSet/dayreel-kafka", "StatefulSet/dayreel-object-store");
        for (String id : List.of("StatefulSet/dayreel-kafka", "StatefulSet/dayreel-object-store")) {
            assertThat(trial.get(id).content().at("/metadata/annotations").toString())
                    .contains("trials only");
        }
        assertThat(environment(trial.get("StatefulSet/dayreel-writer")))
                .containsEntry("DAYREEL_KAFKA_BOOTSTRAP_SERVERS", "dayreel-kafka:9092")
                .containsEntry("DAYREEL_TOPICS_REPLICATION", "1")
                .containsEntry("DAYREEL_OBJECT_STORE_LOCATION", "s3://dayreel");
    }
}
