package io.dayreel.runtime.kafka;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.topics.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * What a checked topic is like in this cluster.
 *
 * @param id Kafka's topic id, which a topic made anew does not share
 * @param replication replicas of the partition that has fewest
 * @param minInSync {@code min.insync.replicas}
 */
public record TopicFacts(
        Topic topic, String name, String id, int partitions, int replication, int minInSync, boolean uncleanElection) {

    /** Whether an acks=all write is on two replicas and no election can lose it (I1). */
    public boolean replicates() {
        return replication >= 2 && minInSync >= 2 && !uncleanElection;
    }

    /** What an acknowledgement may say on this topic, weakest first. */
    public List<Level> levels() {
        return replicates()
                ? List.of(Level.RECEIVED, Level.REPLICATED, Level.ARCHIVED)
                : List.of(Level.RECEIVED, Level.ARCHIVED);
    }

    static TopicFacts of(Topic topic, TopicDescription found, Map<String, String> settings) {
        int replication = found.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new TopicFacts(
                topic,
                found.name(),
                found.topicId().toString(),
                found.partitions().size(),
                replication,
                Integer.parseInt(settings.getOrDefault("min.insync.replicas", "1")),
                Boolean.parseBoolean(settings.getOrDefault("unclean.leader.election.enable", "false")));
    }
}
