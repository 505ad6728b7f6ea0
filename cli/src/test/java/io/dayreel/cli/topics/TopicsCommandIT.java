package io.dayreel.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.testkit.broker.KafkaBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the chart's job runs before the services start. */
class TopicsCommandIT {
    private static final KafkaBroker BROKER = KafkaBroker.shared();

    private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8) + ".";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void whatIsMissingIsCreatedAndASecondRunFindsIt() {
        int created = run(environment(), "--min-insync-replicas", "1");
        int found = run(environment(), "--check");

        assertThat(created).as(err.toString()).isZero();
        assertThat(found).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains(prefix + Topic.FRAMES.baseName() + ": 3 partitions, 1 copies, min.insync.replicas 1");
        assertThat(out.toString().lines()).hasSize(2 * Topic.values().length);
    }

    @Test
    void whatIsNotThereIsNamedWhereNothingMayBeCreated() {
        int status = run(environment(), "--check");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("topic " + prefix + Topic.FRAMES.baseName() + " does not exist");
    }

    @Test
    void anotherNumberOfPartitionsFailsAndChangesNothing() {
        run(environment());
        Map<String, String> more = environment();
        more.put("DAYREEL_TOPICS_PARTITIONS", "8");

        int status = run(more);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("has 3 partitions, wanted is dayreel.topics.partitions=8");
    }

    @Test
    void clientPropertiesComeFromTheFileThatTheServicesReadWithSecretsFromTheEnvironment() throws Exception {
        Path file = Files.writeString(
                directory.resolve("kafka.properties"), "dayreel.kafka.properties.\"security.protocol\"=${PROTOCOL}\n");
        Map<String, String> wrong = environment();
        wrong.put("QUARKUS_CONFIG_LOCATIONS", file.toString());
        wrong.put("PROTOCOL", "NONSENSE");

        int status = run(wrong);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).contains("security.protocol");
    }

    @Test
    void moreCopiesInStepThanCopiesAreUsedWrongly() {
        int status = run(environment(), "--min-insync-replicas", "2");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("DAYREEL_TOPICS_REPLICATION=1");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("DAYREEL_KAFKA_BOOTSTRAP_SERVERS", BROKER.bootstrapServers());
        environment.put("DAYREEL_TOPICS_PREFIX", prefix);
        environment.put("DAYREEL_TOPICS_PARTITIONS", "3");
        environment.put("DAYREEL_TOPICS_REPLICATION", "1");
        environment.put("DAYREEL_TOPICS_CREATE", "false");
        return environment;
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandLine line = new CommandLine(new TopicsCommand(environment))
                .registerConverter(Duration.class, Quantities::duration)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        line.setExecutionExceptionHandler((failure, self, parsed) -> {
            self.getErr().println(failure.getMessage());
            self.getErr().flush();
            return 1;
        });
        return line.execute(arguments);
    }
}
