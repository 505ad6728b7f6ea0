package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.json.JsonObject;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a segment begins: whose it is.
 *
 * @param stream every frame in the segment is of this stream
 * @param created when the segment was begun; part of the hashed bytes, so whoever wants a replay to give the same
 *     object passes a time that the input determines
 * @param writer who wrote it, for people; not interpreted
 */
public record SegmentHeader(StreamId stream, Instant created, String writer) {
    private static final long FORMAT = 1;

    /** Magic, length and JSON. */
    public byte[] encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("tenant", stream.tenant());
        members.put("device", stream.device());
        members.put("day", stream.day().toString());
        members.put("created", created.toString());
        members.put("writer", writer);
        byte[] json = Json.write(members).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(SegmentFormat.HEADER_JSON_AT + json.length)
                .putLong(SegmentFormat.MAGIC)
                .putInt(json.length)
                .put(json)
                .array();
    }

    /**
     * Length of the whole header, from its first 12 bytes.
     *
     * @throws FrameException (SEGMENT) if no segment begins here
     */
    static int encodedLength(ByteBuffer start) {
        if (start.remaining() < SegmentFormat.HEADER_JSON_AT
                || start.getLong(start.position()) != SegmentFormat.MAGIC) {
            throw wrong("a segment begins with DRSEG1");
        }
        int length = start.getInt(start.position() + SegmentFormat.HEADER_LENGTH_AT);
        if (length < 0 || length > SegmentFormat.MAX_HEADER_JSON) {
            throw wrong("the header's JSON has at most " + SegmentFormat.MAX_HEADER_JSON + " bytes");
        }
        return SegmentFormat.HEADER_JSON_AT + length;
    }

    /** @throws FrameException (SEGMENT or BODY) if the buffer's remaining bytes do not begin with a whole header */
    public static SegmentHeader decode(ByteBuffer bytes) {
        int length = encodedLength(bytes);
        if (bytes.remaining() < length) {
            throw wrong("the header is cut off");
        }
        JsonObject json = Json.readObject(
                bytes.slice(bytes.position() + SegmentFormat.HEADER_JSON_AT, length - SegmentFormat.HEADER_JSON_AT));
        if (json.integer("format") != FORMAT) {
            throw wrong("format must be 1 but is " + json.integer("format"));
        }
        try {
            StreamId stream = new StreamId(json.string("tenant"), json.string("device"), Day.parse(json.string("day")));
            return new SegmentHeader(stream, Instant.parse(json.string("created")), json.string("writer"));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw wrong("header: " + e.getMessage());
        }
    }

    private static FrameException wrong(String message) {
        return new FrameException(FrameException.Reason.SEGMENT, 0, message);
    }
}
