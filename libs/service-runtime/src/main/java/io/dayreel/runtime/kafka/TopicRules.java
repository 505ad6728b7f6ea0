package io.dayreel.runtime.kafka;

import io.dayreel.contracts.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a topic's settings with {@link Topic#settings()}: limits and finite retentions may be larger, the rest is exact. */
final class TopicRules {
    private static final String UNLIMITED = "-1";

    private TopicRules() {}

    /** @return one sentence per setting that must be changed */
    static List<String> broken(Topic topic, String name, Map<String, String> found) {
        List<String> broken = new ArrayList<>();
        new TreeMap<>(topic.settings()).forEach((setting, wanted) -> {
            String value = found.getOrDefault(setting, "unknown");
            if (!fits(setting, wanted, value)) {
                broken.add(sentence(name, setting, value, wanted));
            }
        });
        String compression = found.getOrDefault("compression.type", "producer");
        if (topic == Topic.FRAMES && !compression.equals("producer") && !compression.equals("uncompressed")) {
            broken.add(sentence(name, "compression.type", compression, "producer"));
        }
        return broken;
    }

    private static boolean fits(String setting, String wanted, String found) {
        if (found.equals(wanted)) {
            return true;
        }
        return switch (setting) {
            case "max.message.bytes" -> isAtLeast(found, wanted);
            case "retention.ms" -> !wanted.equals(UNLIMITED) && (found.equals(UNLIMITED) || isAtLeast(found, wanted));
            default -> false;
        };
    }

    private static boolean isAtLeast(String found, String wanted) {
        return found.matches("\\d+") && Long.parseLong(found) >= Long.parseLong(wanted);
    }

    private static String sentence(String name, String setting, String found, String wanted) {
        return "topic " + name + " has " + setting + "=" + found + ", wanted is " + wanted;
    }
}
