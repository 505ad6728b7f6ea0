package io.dayreel.streamer.dash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Writes XML 1.0 element by element, one a line, without indenting. One use by one thread. */
final class Xml {
    private static final int LEAST_PRINTABLE = 0x20;
    private static final int LAST_OF_PLANE_0 = 0xFFFD;

    private final StringBuilder text = new StringBuilder(4096).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes name, value, name, value …; an empty {@link Optional} leaves its attribute out */
    Xml open(String name, Object... attributes) {
        begin(name, attributes).append(">\n");
        open.push(name);
        return this;
    }

    Xml close() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element without content. */
    Xml empty(String name, Object... attributes) {
        begin(name, attributes).append("/>\n");
        return this;
    }

    /** An element with nothing but text in it. */
    Xml text(String name, String content) {
        text.append('<').append(name).append('>');
        escape(content);
        text.append("</").append(name).append(">\n");
        return this;
    }

    private StringBuilder begin(String name, Object... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value =
                    attributes[i + 1] instanceof Optional<?> optional ? optional.orElse(null) : attributes[i + 1];
            if (value != null) {
                text.append(' ').append(attributes[i]).append("=\"");
                escape(value.toString());
                text.append('"');
            }
        }
        return text;
    }

    /** What has no place in a document is left out: devices name languages and roles as they like. */
    private void escape(String content) {
        content.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                default -> {
                    if (isCharacter(c)) {
                        text.appendCodePoint(c);
                    }
                }
            }
        });
    }

    private static boolean isCharacter(int c) {
        return c >= LEAST_PRINTABLE && c <= LAST_OF_PLANE_0 && !Character.isSurrogate((char) c)
                || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
    }

    /** What is written: a whole document once all is closed. */
    StringBuilder document() {
        return text;
    }
}
