package io.dayreel.protocol.json;

import io.dayreel.protocol.frame.FrameException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads and writes JSON as {@code Map<String, Object>} (in order), {@code List<Object>}, {@code String}, {@code Long}
 * or {@code Double}, {@code Boolean} and {@code null}. What is read is immutable.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int MAX_DEPTH = 32;

    /** Longest text that is read, in bytes of UTF-8. */
    public static final int MAX_LENGTH = 1 << 20;

    private Json() {}

    /** @throws FrameException (BODY) unless the text is one JSON value within the bounds */
    public static Object read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw tooLong(text.length(), MAX_LENGTH);
        }
        return new JsonReader(text).readAll();
    }

    /** Reads the buffer's remaining bytes, which must be UTF-8; its position stays untouched. */
    public static Object read(ByteBuffer utf8) {
        return read(text(utf8));
    }

    /** @throws FrameException (BODY) unless the text is one JSON object within the bounds */
    public static JsonObject readObject(String text) {
        return asObject(read(text));
    }

    /** As {@link #readObject(String)}, from the buffer's remaining bytes. */
    public static JsonObject readObject(ByteBuffer utf8) {
        return asObject(read(utf8));
    }

    /**
     * Compact JSON text.
     *
     * @param value of the types that are read, or any {@code Integer}, {@code Map} with string keys or {@code Iterable}
     * @throws IllegalArgumentException for other types, numbers that are not finite, and nesting deeper than 32
     */
    public static String write(Object value) {
        StringBuilder target = new StringBuilder();
        new JsonWriter(target).write(value, 0);
        return target.toString();
    }

    /** The buffer's remaining bytes as text. @throws FrameException (BODY) if too long or not UTF-8 */
    public static String text(ByteBuffer utf8) {
        return text(utf8, MAX_LENGTH);
    }

    private static String text(ByteBuffer utf8, int maxLength) {
        if (utf8.remaining() > maxLength) {
            throw tooLong(utf8.remaining(), maxLength);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(utf8.duplicate())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FrameException(FrameException.Reason.BODY, 0, "text is not UTF-8");
        }
    }

    /** As {@link #readObject(ByteBuffer)}, of at most {@code maxLength} bytes. */
    public static JsonObject readObject(ByteBuffer utf8, int maxLength) {
        return asObject(new JsonReader(text(utf8, maxLength)).readAll());
    }

    private static JsonObject asObject(Object value) {
        if (value instanceof Map<?, ?> members) {
            return new JsonObject(members);
        }
        throw new FrameException(FrameException.Reason.BODY, 0, "JSON must be an object");
    }

    private static FrameException tooLong(int length, int maxLength) {
        return new FrameException(
                FrameException.Reason.BODY, 0, "JSON has at most " + maxLength + " bytes, this has " + length);
    }
}
