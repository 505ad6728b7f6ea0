package io.dayreel.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.process.FreePort;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What a service refuses to start on (I1), against a real broker. */
class TopicChecksIT {
    private static final KafkaBroker BROKER = KafkaBroker.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = 4;

    private final TopicNames names =
            new TopicNames("t" + UUID.randomUUID().toString().substring(0, 8) + ".");

    private TopicChecks checks(boolean create) {
        return checks(BROKER.bootstrapServers(), create);
    }

    private TopicChecks checks(String bootstrap, boolean create) {
        return new TopicChecks(
                new KafkaConnection(bootstrap, Map.of()), names, new TopicChecks.Plan(PARTITIONS, create, (short) 1));
    }

    private void create(Topic topic, int partitions, Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.putAll(other);
        BROKER.createTopics(List.of(new NewTopic(names.of(topic), partitions, (short) 1).configs(settings)));
    }

    @Covers("F3")
    @Test
    void missingTopicsAreCreatedWhereThatIsAllowedAndThenPassEveryCheck() {
        List<Topic> all = List.of(Topic.values());

        Map<Topic, TopicFacts> created = checks(true).check(all, PATIENCE);

        assertThat(created).containsOnlyKeys(all);
        assertThat(created.values()).extracting(TopicFacts::partitions).containsOnly(PARTITIONS);
        assertThat(created.get(Topic.FRAMES).levels())
                .as("one replica is never called replicated")
                .containsExactly(Level.RECEIVED, Level.ARCHIVED);
        assertThat(checks(false).check(all, PATIENCE))
                .as("the same topics, found again")
                .isEqualTo(created);
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnceWithWhatIsWanted() {
        create(
                Topic.FRAMES,
                3,
                Map.of(
                        "retention.ms", "3600000",
                        "cleanup.policy", "compact",
                        "max.message.bytes", "1000000",
                        "message.timestamp.type", "LogAppendTime",
                        "unclean.leader.election.enable", "true",
                        "compression.type", "gzip"));
        create(Topic.PRESENCE, PARTITIONS, Map.of("cleanup.policy", "delete"));
        create(Topic.EVENTS, PARTITIONS, Map.of());
        String frames = "topic " + names.of(Topic.FRAMES) + " has ";

        assertThatThrownBy(() -> checks(false)
                        .check(
                                List.of(Topic.FRAMES, Topic.SEGMENTS, Topic.COVERAGE, Topic.PRESENCE, Topic.EVENTS),
                                PATIENCE))
                .isInstanceOf(TopicCheckFailed.class)
                .hasMessageContaining(frames + "3 partitions, wanted is dayreel.topics.partitions=4")
                .hasMessageContaining(frames + "retention.ms=3600000, wanted is -1")
                .hasMessageContaining(frames + "cleanup.policy=compact, wanted is delete")
                .hasMessageContaining(frames + "max.message.bytes=1000000, wanted is 6291456")
                .hasMessageContaining(frames + "message.timestamp.type=LogAppendTime, wanted is CreateTime")
                .hasMessageContaining(frames + "unclean.leader.election.enable=true, wanted is false")
                .hasMessageContaining(frames + "compression.type=gzip, wanted is producer")
                .hasMessageContaining("topic " + names.of(Topic.PRESENCE) + " has cleanup.policy=delete")
                .hasMessageContaining("topic " + names.of(Topic.SEGMENTS) + " does not exist")
                .hasMessageContaining("topic " + names.of(Topic.COVERAGE) + " does not exist")
                .hasMessageContaining("dayreel.topics.create=true")
                .hasMessageNotContaining(names.of(Topic.EVENTS));
    }

    @Test
    void whatIsOnlyLargerOrKeptLongerIsTaken() {
        create(Topic.SEGMENTS, PARTITIONS, Map.of("retention.ms", "-1", "max.message.bytes", "8000000"));
        create(Topic.EVENTS, PARTITIONS, Map.of("retention.ms", "9999999999"));

        Map<Topic, TopicFacts> found = checks(false).check(List.of(Topic.SEGMENTS, Topic.EVENTS), PATIENCE);

        assertThat(found).containsOnlyKeys(Topic.SEGMENTS, Topic.EVENTS);
    }

    @Test
    void anExistingTopicIsCheckedAlsoWhereMissingOnesAreCreated() {
        create(Topic.COVERAGE, PARTITIONS, Map.of("retention.ms", "1000"));

        assertThatThrownBy(() -> checks(true).check(List.of(Topic.COVERAGE, Topic.EVENTS), PATIENCE))
                .isInstanceOf(TopicCheckFailed.class)
                .hasMessage("topic " + names.of(Topic.COVERAGE) + " has retention.ms=1000, wanted is "
                        + Duration.ofHours(48).toMillis());
    }

    @Test
    void aKafkaThatDoesNotAnswerIsNamedWithinThePatience() {
        String nobody = "127.0.0.1:" + FreePort.next();
        long since = System.nanoTime();

        assertThatThrownBy(() -> checks(nobody, false).check(List.of(Topic.FRAMES), Duration.ofSeconds(2)))
                .isInstanceOf(TopicCheckFailed.class)
                .hasMessageContaining("Kafka at " + nobody + " did not answer");

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aFramesTopicThatTakesFramesWithFewerCopiesThanWantedIsNamed() {
        create(Topic.FRAMES, PARTITIONS, Map.of("min.insync.replicas", "1"));
        TopicChecks wantsTwo = new TopicChecks(
                new KafkaConnection(BROKER.bootstrapServers(), Map.of()),
                names,
                new TopicChecks.Plan(PARTITIONS, true, (short) 1, OptionalInt.of(2)));

        assertThatThrownBy(() -> wantsTwo.check(List.of(Topic.FRAMES, Topic.SEGMENTS), PATIENCE))
                .isInstanceOf(TopicCheckFailed.class)
                .hasMessage("topic " + names.of(Topic.FRAMES) + " has min.insync.replicas=1, wanted is at least 2");

        assertThat(checks(false)
                        .check(List.of(Topic.SEGMENTS), PATIENCE)
                        .get(Topic.SEGMENTS)
                        .minInSync())
                .as("what was created")
                .isEqualTo(2);
    }

    @Test
    void moreCopiesThanBrokersAreRefusedInKafkasWords() {
        TopicChecks three = new TopicChecks(
                new KafkaConnection(BROKER.bootstrapServers(), Map.of()),
                names,
                new TopicChecks.Plan(PARTITIONS, true, (short) 3));

        assertThatThrownBy(() -> three.check(List.of(Topic.FRAMES), PATIENCE))
                .isInstanceOf(TopicCheckFailed.class)
                .hasMessageContaining("Kafka at " + BROKER.bootstrapServers() + " refused: ")
                .hasMessageContaining("eplication factor");
    }
}
