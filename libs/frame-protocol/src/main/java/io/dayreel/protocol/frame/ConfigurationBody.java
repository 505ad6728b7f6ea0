package io.dayreel.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The body of a configuration frame: {@code u16 length · JSON · codec record}. Immutable. */
public final class ConfigurationBody {
    private static final int LENGTH_FIELD = 2;
    private static final int MAX_JSON_LENGTH = 0xFFFF;

    private final String json;
    private final byte[] codecRecord;

    /**
     * @param json {@code {codec, width, height, sampleRate, channels, language, role, renditionGroup}}, at most 65535
     *     bytes of UTF-8
     * @param codecRecord avcC, hvcC, vpcC, av1C, AudioSpecificConfig or dOps; empty where the codec has none; copied
     */
    public ConfigurationBody(String json, byte[] codecRecord) {
        if (json.getBytes(StandardCharsets.UTF_8).length > MAX_JSON_LENGTH) {
            throw new IllegalArgumentException("a configuration's JSON has at most 65535 bytes");
        }
        this.json = json;
        this.codecRecord = codecRecord.clone();
    }

    /**
     * Reads the buffer's remaining bytes; its position stays untouched. The JSON is not parsed here.
     *
     * @throws FrameException (BODY) if the length does not fit
     */
    public static ConfigurationBody decode(ByteBuffer body) {
        int length = body.remaining() < LENGTH_FIELD ? -1 : body.getShort(body.position()) & 0xFFFF;
        if (length < 0 || length > body.remaining() - LENGTH_FIELD) {
            throw new FrameException(
                    FrameException.Reason.BODY, 0, "a configuration is a u16 length, that much JSON, and the record");
        }
        byte[] json = new byte[length];
        byte[] codecRecord = new byte[body.remaining() - LENGTH_FIELD - length];
        body.duplicate().position(body.position() + LENGTH_FIELD).get(json).get(codecRecord);
        return new ConfigurationBody(new String(json, StandardCharsets.UTF_8), codecRecord);
    }

    public byte[] encode() {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(LENGTH_FIELD + text.length + codecRecord.length)
                .putShort((short) text.length)
                .put(text)
                .put(codecRecord)
                .array();
    }

    /** The JSON as it was sent. */
    public String json() {
        return json;
    }

    /** A copy. */
    public byte[] codecRecord() {
        return codecRecord.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigurationBody that
                && json.equals(that.json)
                && Arrays.equals(codecRecord, that.codecRecord);
    }

    @Override
    public int hashCode() {
        return 31 * json.hashCode() + Arrays.hashCode(codecRecord);
    }

    @Override
    public String toString() {
        return json;
    }
}
