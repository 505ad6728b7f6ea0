package io.dayreel.protocol.json;

import java.util.Map;

/** Appends compact JSON to a builder. */
final class JsonWriter {
    private static final char FIRST_PRINTABLE = 0x20;

    private final StringBuilder target;

    JsonWriter(StringBuilder target) {
        this.target = target;
    }

    void write(Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new IllegalArgumentException("JSON is nested at most " + Json.MAX_DEPTH + " deep");
        }
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            target.append(value);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else if (value instanceof CharSequence text) {
            writeString(text);
        } else if (value instanceof Map<?, ?> members) {
            writeObject(members, depth);
        } else if (value instanceof Iterable<?> elements) {
            writeArray(elements, depth);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private void writeDouble(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("no JSON for the number " + number);
        }
        target.append(number);
    }

    private void writeObject(Map<?, ?> members, int depth) {
        String separator = "{";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            target.append(separator);
            writeString((String) member.getKey());
            target.append(':');
            write(member.getValue(), depth + 1);
            separator = ",";
        }
        target.append(members.isEmpty() ? "{}" : "}");
    }

    private void writeArray(Iterable<?> elements, int depth) {
        target.append('[');
        String separator = "";
        for (Object element : elements) {
            target.append(separator);
            write(element, depth + 1);
            separator = ",";
        }
        target.append(']');
    }

    private void writeString(CharSequence text) {
        target.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                target.append(String.format("\\u%04x", (int) c));
            } else {
                target.append(c);
            }
        }
        target.append('"');
    }
}
