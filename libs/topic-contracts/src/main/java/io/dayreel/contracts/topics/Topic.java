package io.dayreel.contracts.topics;

import java.util.HashMap;
import java.util.Map;

/** The topics, with the settings that Dayreel depends on. Names get the installation's prefix from {@link TopicNames}. */
public enum Topic {
    /** Frame messages. Kept for ever by Kafka: only the writer deletes, behind the archive (I3). */
    FRAMES(
            "frames",
            Map.of(
                    "cleanup.policy", "delete",
                    "retention.ms", "-1",
                    "retention.bytes", "-1",
                    "max.message.bytes", "6291456",
                    "message.timestamp.type", "CreateTime",
                    "unclean.leader.election.enable", "false")),
    /** What the writer has seen durable in {@link #FRAMES}. */
    COVERAGE("coverage", deletedAfterHours(48)),
    /** Announced and deleted segments. */
    SEGMENTS("segments", withLargeMessages(deletedAfterHours(14 * 24))),
    /** Events as soon as ingest saw them. */
    EVENTS("events", deletedAfterHours(14 * 24)),
    /** Which device is connected where. */
    PRESENCE("presence", Map.of("cleanup.policy", "compact")),
    /** How loaded each instance of ingest is, and which ones are to be emptied. */
    INSTANCES("instances", Map.of("cleanup.policy", "compact")),
    /** Which UDP sessions are open. */
    UDP_SESSIONS("udp-sessions", Map.of("cleanup.policy", "compact")),
    /** What devices are asked to do. */
    DEVICE_COMMANDS("device-commands", deletedAfterHours(1)),
    /** What devices answered to what they were asked. */
    DEVICE_REPORTS("device-reports", deletedAfterHours(48)),
    /** Which missing frames somebody wants first. */
    REPAIR_WISHES("repair-wishes", deletedAfterHours(1)),
    /** How live streams are cut into segments and parts, while somebody watches them that way. */
    CUTS("cuts", withLargeMessages(deletedAfterHours(24))),
    /** What becomes of the parts of uploaded videos. After that time the archive tells. */
    UPLOADS("uploads", withLargeMessages(deletedAfterHours(14 * 24))),
    /** Completeness per stream. */
    COMPLETENESS("completeness", Map.of("cleanup.policy", "compact"));

    private final String baseName;
    private final Map<String, String> settings;

    Topic(String baseName, Map<String, String> settings) {
        this.baseName = baseName;
        this.settings = settings;
    }

    /** The name without prefix. */
    public String baseName() {
        return baseName;
    }

    /** Topic settings that a created topic gets and an existing one must have. */
    public Map<String, String> settings() {
        return settings;
    }

    private static Map<String, String> deletedAfterHours(long hours) {
        return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(hours * 3_600_000));
    }

    private static Map<String, String> withLargeMessages(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("max.message.bytes", "6291456");
        return Map.copyOf(all);
    }
}
