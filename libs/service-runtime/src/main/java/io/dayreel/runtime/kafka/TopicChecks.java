package io.dayreel.runtime.kafka;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks at start that the topics are what Dayreel relies on (I1), and creates them where that is allowed. */
public final class TopicChecks {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String MIN_IN_SYNC = "min.insync.replicas";

    /**
     * @param partitions number of partitions that every topic has
     * @param create whether missing topics are created
     * @param replication replication factor of created topics
     * @param minInSync {@code min.insync.replicas} of created topics, and what {@code frames} must have at least; empty:
     *     what the brokers are set to, and nothing is asked for
     */
    public record Plan(int partitions, boolean create, short replication, OptionalInt minInSync) {
        public Plan(int partitions, boolean create, short replication) {
            this(partitions, create, replication, OptionalInt.empty());
        }
    }

    private final KafkaConnection kafka;
    private final TopicNames names;
    private final Plan plan;

    public TopicChecks(KafkaConnection kafka, TopicNames names, Plan plan) {
        this.kafka = kafka;
        this.names = names;
        this.plan = plan;
    }

    /** Number of partitions of every stream topic, as configured. */
    public int partitions() {
        return plan.partitions();
    }

    /**
     * Checks the topics, waiting for Kafka at most {@code patience}.
     *
     * @return what each topic is like
     * @throws TopicCheckFailed if a topic is missing or differs (all differences are named), or Kafka does not answer
     */
    public Map<Topic, TopicFacts> check(Collection<Topic> topics, Duration patience) {
        Map<String, Object> properties = kafka.client("dayreel-topic-checks");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
        properties.put(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(5_000, patience.toMillis())));
        try (Admin admin = Admin.create(properties)) {
            if (plan.create()) {
                create(admin, topics);
            }
            Map<Topic, TopicDescription> found = describe(admin, topics, System.nanoTime() + patience.toNanos());
            return verify(topics, found, settings(admin, found.keySet()));
        } catch (ExecutionException e) {
            String what = e.getCause() instanceof RetriableException ? " did not answer: " : " refused: ";
            throw new TopicCheckFailed(
                    "Kafka at " + kafka.bootstrapServers() + what + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicCheckFailed("interrupted while checking topics", e);
        }
    }

    private void create(Admin admin, Collection<Topic> topics) throws ExecutionException, InterruptedException {
        List<String> existing = new ArrayList<>(admin.listTopics().names().get());
        List<NewTopic> missing = topics.stream()
                .filter(topic -> !existing.contains(names.of(topic)))
                .map(topic ->
                        new NewTopic(names.of(topic), plan.partitions(), plan.replication()).configs(settingsOf(topic)))
                .toList();
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> settingsOf(Topic topic) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        plan.minInSync().ifPresent(copies -> settings.put(MIN_IN_SYNC, Integer.toString(copies)));
        return settings;
    }

    /** @return the topics that exist; those just created may take a moment until they do */
    private Map<Topic, TopicDescription> describe(Admin admin, Collection<Topic> topics, long deadline)
            throws ExecutionException, InterruptedException {
        Map<Topic, TopicDescription> found = new EnumMap<>(Topic.class);
        for (Topic topic : topics) {
            Optional<TopicDescription> description = describe(admin, topic);
            while (description.isEmpty() && plan.create() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE.toNanos());
                description = describe(admin, topic);
            }
            description.ifPresent(known -> found.put(topic, known));
        }
        return found;
    }

    private Optional<TopicDescription> describe(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException {
        String name = names.of(topic);
        try {
            return Optional.of(admin.describeTopics(List.of(name))
                    .topicNameValues()
                    .get(name)
                    .get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Map<String, Map<String, String>> settings(Admin admin, Collection<Topic> topics)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, names.of(topic)))
                .toList();
        return admin.describeConfigs(resources).all().get().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().name(), entry -> values(entry.getValue())));
    }

    private static Map<String, String> values(Config config) {
        Function<ConfigEntry, String> value = entry -> entry.value() == null ? "" : entry.value();
        return config.entries().stream().collect(Collectors.toMap(ConfigEntry::name, value));
    }

    private Map<Topic, TopicFacts> verify(
            Collection<Topic> wanted, Map<Topic, TopicDescription> found, Map<String, Map<String, String>> settings) {
        Map<Topic, TopicFacts> facts = new EnumMap<>(Topic.class);
        List<String> broken = new ArrayList<>();
        wanted.stream()
                .filter(topic -> !found.containsKey(topic))
                .forEach(missing -> broken.add("topic " + names.of(missing) + " does not exist: create it with "
                        + plan.partitions() + " partitions and " + missing.settings()
                        + ", or set dayreel.topics.create=true"));
        found.forEach((topic, description) -> {
            String name = description.name();
            int partitions = description.partitions().size();
            if (partitions != plan.partitions()) {
                broken.add("topic " + name + " has " + partitions + " partitions, wanted is dayreel.topics.partitions="
                        + plan.partitions());
            }
            broken.addAll(TopicRules.broken(topic, name, settings.get(name)));
            TopicFacts like = TopicFacts.of(topic, description, settings.get(name));
            if (topic == Topic.FRAMES && like.minInSync() < plan.minInSync().orElse(0)) {
                broken.add("topic " + name + " has " + MIN_IN_SYNC + "=" + like.minInSync() + ", wanted is at least "
                        + plan.minInSync().getAsInt());
            }
            facts.put(topic, like);
        });
        if (!broken.isEmpty()) {
            throw new TopicCheckFailed(String.join("; ", broken));
        }
        return facts;
    }
}
