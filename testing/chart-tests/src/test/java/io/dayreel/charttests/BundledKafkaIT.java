package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker of a trial, with the file and the two commands that the chart gives it: what the image's scripts start is
 * started here from the same classes. Ports and directory are the test's.
 */
class BundledKafkaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @TempDir
    Path chartCopy;

    private final int port = FreePort.next();
    private Path properties;
    private String clusterId;

    @BeforeEach
    void takeTheFileFromTheChart() throws IOException {
        List<Manifest> trial = Chart.copiedTo(chartCopy).manifests(Chart.Order.of("values-trial.yaml"));
        String file = named(trial, "ConfigMap/dayreel-kafka-server")
                .content()
                .path("data")
                .path("server.properties")
                .asText();
        int controller = FreePort.next();
        properties = Files.writeString(
                folder.resolve("server.properties"),
                file.replace("dayreel-kafka:9092", "localhost:" + port)
                        .replace(":9092", "localhost:" + port)
                        .replace("9093", String.valueOf(controller))
                        .replace("/var/lib/kafka/log", folder.resolve("log").toString()));
        named(trial, "StatefulSet/dayreel-kafka")
                .containers()
                .get(0)
                .path("env")
                .forEach(variable -> Optional.of(variable.path("value").asText())
                        .filter(value -> variable.path("name").asText().equals("CLUSTER_ID"))
                        .ifPresent(value -> clusterId = value));
    }

    private static Manifest named(List<Manifest> manifests, String id) {
        return manifests.stream()
                .filter(manifest -> manifest.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itStartsTakesTopicsAndTransactionsAndStartsAgain() throws Exception {
        format();
        try (ServiceProcess broker = start()) {
            createTopic("frames");
            writeInATransaction("frames");
            broker.stop(PATIENCE);
        }

        format();
        try (ServiceProcess again = start()) {
            assertThat(topics()).contains("frames");
            again.stop(PATIENCE);
        }
    }

    /** As the container does before each start. */
    private void format() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                "--cluster-id",
                clusterId,
                "--config",
                properties.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("format.out").toFile())
                .start();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("format.out"), StandardCharsets.UTF_8))
                .isZero();
    }

    private ServiceProcess start() {
        return ServiceCommand.main("bundled-kafka", "kafka.Kafka")
                .jvm("-Xmx384m")
                .shortLived()
                .property("java.util.logging.manager", "org.jboss.logmanager.LogManager")
                .arguments(properties.toString())
                .readyWhen(Readiness.logLine("Kafka Server started"))
                .start();
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", "localhost:" + port);
    }

    private List<String> topics() throws Exception {
        try (Admin admin = Admin.create(client())) {
            return List.copyOf(admin.listTopics().names().get(10, TimeUnit.SECONDS));
        }
    }

    private void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(name, 4, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    /** The writer's way: with the topics that Kafka makes for itself, of one copy each. */
    private void writeInATransaction(String topic) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "localhost:" + port, "transactional.id", "trial", "max.block.ms", "30000");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "key", "value"));
            producer.commitTransaction();
        }
    }
}
