package io.dayreel.protocol.json;

import io.dayreel.protocol.frame.FrameException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Recursive descent over one text, bounded in depth. A repeated member name is an error. */
final class JsonReader {
    /** RFC 8259 §6. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final int MAX_NUMBER_LENGTH = 64;
    private static final char FIRST_PRINTABLE = 0x20;

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    Object readAll() {
        Object value = readValue(0);
        skipSpace();
        if (at < text.length()) {
            throw error("one JSON value, but more follows");
        }
        return value;
    }

    private Object readValue(int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw error("JSON nested at most " + Json.MAX_DEPTH + " deep");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> readObject(depth);
            case '[' -> readArray(depth);
            case '"' -> readString();
            case 't' -> readWord("true", true);
            case 'f' -> readWord("false", false);
            case 'n' -> readWord("null", null);
            default -> readNumber();
        };
    }

    private Map<String, Object> readObject(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return Collections.unmodifiableMap(members);
        }
        do {
            skipSpace();
            String name = readString();
            skipSpace();
            expect(':');
            if (members.containsKey(name)) {
                throw error("each member once, not again '" + name + "'");
            }
            members.put(name, readValue(depth + 1));
        } while (more('}'));
        return Collections.unmodifiableMap(members);
    }

    private List<Object> readArray(int depth) {
        List<Object> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return Collections.unmodifiableList(elements);
        }
        do {
            elements.add(readValue(depth + 1));
        } while (more(']'));
        return Collections.unmodifiableList(elements);
    }

    /** Whether a comma follows; else the end must. */
    private boolean more(char end) {
        skipSpace();
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(end);
        return false;
    }

    private String readString() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < FIRST_PRINTABLE) {
                throw error("control characters escaped in strings");
            }
            value.append(c == '\\' ? readEscape() : c);
        }
        at++;
        return value.toString();
    }

    private char readEscape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readUnicode();
            default -> throw error("a known escape, not \\" + c);
        };
    }

    private char readUnicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = HexFormat.isHexDigit(c) ? HexFormat.fromHexDigit(c) : -1;
            if (digit < 0) {
                throw error("four hexadecimal digits after \\u");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private Object readWord(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error("a JSON value");
        }
        at += word.length();
        return value;
    }

    private Object readNumber() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (number.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(number).matches()) {
            at = start;
            throw error("a JSON value");
        }
        return toNumber(number);
    }

    private Object toNumber(String number) {
        boolean integer = number.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        if (integer) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException tooLarge) {
                return finite(Double.parseDouble(number));
            }
        }
        return finite(Double.parseDouble(number));
    }

    private Double finite(double number) {
        if (Double.isInfinite(number)) {
            throw error("a number that a double can hold");
        }
        return number;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("more, but the JSON ends here");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("'" + c + "'");
        }
        at++;
    }

    private FrameException error(String expected) {
        return new FrameException(FrameException.Reason.BODY, at, "JSON: expected " + expected);
    }
}
