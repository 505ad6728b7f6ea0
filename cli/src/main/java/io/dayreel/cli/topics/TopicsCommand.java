package io.dayreel.cli.topics;

import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.topics.wiring.ServiceConfiguration;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.kafka.TopicFacts;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the topics of an installation and checks them, so that its services need no right to create any. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        header = "Create the topics that are missing, and check those that are there.",
        description = {
            "",
            "Reads what the services read: DAYREEL_KAFKA_*, DAYREEL_TOPICS_PREFIX, _PARTITIONS and _REPLICATION, and the "
                    + "files in QUARKUS_CONFIG_LOCATIONS. It changes no topic that exists: what is not as it must be is "
                    + "named, with what is wanted, and the exit code is 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  DAYREEL_KAFKA_BOOTSTRAP_SERVERS=kafka:9092 dayreel topics --min-insync-replicas 2",
            "  dayreel topics --check --json"
        })
public final class TopicsCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec command;

    @Mixin
    private Terminal terminal;

    @Option(
            names = "--min-insync-replicas",
            paramLabel = "COPIES",
            description = "min.insync.replicas of topics that are created, and the least that frames must have. "
                    + "2 or more makes the level 'replicated' true. Absent: as the brokers are set, unchecked.")
    private Integer minInSync;

    @Option(names = "--check", description = "Create nothing.")
    private boolean checkOnly;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long Kafka may take to answer. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    /** As the command line makes it. */
    public TopicsCommand() {
        this(System.getenv());
    }

    TopicsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ServiceConfiguration configuration = ServiceConfiguration.of(environment);
        if (minInSync != null && (minInSync < 1 || minInSync > configuration.replication())) {
            throw new ParameterException(
                    command.commandLine(),
                    "--min-insync-replicas is between 1 and DAYREEL_TOPICS_REPLICATION=" + configuration.replication()
                            + ", not " + minInSync);
        }
        TopicChecks checks = new TopicChecks(
                configuration.kafka(),
                configuration.names(),
                new TopicChecks.Plan(
                        configuration.partitions(),
                        !checkOnly,
                        configuration.replication(),
                        minInSync == null ? OptionalInt.empty() : OptionalInt.of(minInSync)));
        new TreeMap<>(checks.check(EnumSet.allOf(Topic.class), patience))
                .values()
                .forEach(this::print);
        return 0;
    }

    private void print(TopicFacts facts) {
        terminal.result(
                facts.name() + ": " + facts.partitions() + " partitions, " + facts.replication()
                        + " copies, min.insync.replicas " + facts.minInSync(),
                Map.of(
                        "topic", facts.name(),
                        "partitions", facts.partitions(),
                        "replication", facts.replication(),
                        "minInSyncReplicas", facts.minInSync()));
    }
}
