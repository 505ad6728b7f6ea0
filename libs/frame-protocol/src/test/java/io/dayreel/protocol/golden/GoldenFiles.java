package io.dayreel.protocol.golden;

import io.dayreel.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Files of the golden directory by their path in it. */
final class GoldenFiles {
    private final Map<String, byte[]> files = new TreeMap<>();

    void add(String path, byte[] bytes) {
        if (files.put(path, bytes) != null) {
            throw new IllegalArgumentException(path + " comes twice");
        }
    }

    /** One member a line, and one element of an array a line. */
    void addJson(String path, Map<String, Object> members) {
        StringBuilder text = new StringBuilder();
        String separator = "{\n";
        for (Map.Entry<String, Object> member : members.entrySet()) {
            text.append(separator)
                    .append("  ")
                    .append(Json.write(member.getKey()))
                    .append(": ");
            text.append(value(member.getValue()));
            separator = ",\n";
        }
        add(path, text.append("\n}\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String value(Object value) {
        if (!(value instanceof Iterable<?> elements)) {
            return Json.write(value);
        }
        StringBuilder text = new StringBuilder("[");
        String separator = "\n    ";
        for (Object element : elements) {
            text.append(separator).append(Json.write(element));
            separator = ",\n    ";
        }
        return text.append(text.length() == 1 ? "]" : "\n  ]").toString();
    }

    Map<String, byte[]> all() {
        return files;
    }
}
