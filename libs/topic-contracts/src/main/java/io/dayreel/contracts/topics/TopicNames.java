package io.dayreel.contracts.topics;

/**
 * Names of topics, groups and transactional ids in one installation: all carry its prefix, so that several
 * installations can share a Kafka cluster.
 *
 * @param prefix put before every name; empty for none
 */
public record TopicNames(String prefix) {
    public TopicNames {
        if (prefix == null || !prefix.matches("[a-zA-Z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "a topic prefix has letters, digits, '.', '_' and '-', not '" + prefix + "'");
        }
    }

    public String of(Topic topic) {
        return prefix + topic.baseName();
    }

    /** A group id or transactional id of this installation. */
    public String group(String name) {
        return prefix + "dayreel-" + name;
    }
}
