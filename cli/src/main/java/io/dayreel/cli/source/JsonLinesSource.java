package io.dayreel.cli.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads one JSON object per line into frames whose body is the line as it stands. A line that is malformed or longer
 * than {@value #LINE_BYTES} bytes is left out, and the listener is told. Times never go back: a line that is earlier
 * than the one before gets that one's time.
 */
public final class JsonLinesSource implements CaptureSource {

    /** What the kind of line adds to "is a JSON object". */
    private interface Rule {
        /** What is wrong with the object; empty if nothing is. */
        Optional<String> objection(ObjectNode object);
    }

    private static final int LINE_BYTES = 256 << 10;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final InputStream in;
    private final JsonLinesInput input;
    private final FrameType type;
    private final Rule rule;
    private final InstantSource clock;
    private final SourceListener listener;
    private long lineNumber;
    private long lastMicros = Long.MIN_VALUE;
    private volatile boolean closed;

    private JsonLinesSource(
            JsonLinesInput input, FrameType type, Rule rule, InstantSource clock, SourceListener listener) {
        this.in = new BufferedInputStream(input.stream());
        this.input = input;
        this.type = type;
        this.rule = rule;
        this.clock = clock;
        this.listener = listener;
    }

    /** Telemetry samples, like {@code {"time":0.5,"speed":12}}; any object will do. */
    public static JsonLinesSource telemetry(JsonLinesInput input, InstantSource clock, SourceListener listener) {
        return new JsonLinesSource(input, FrameType.TELEMETRY, object -> Optional.empty(), clock, listener);
    }

    /** Events, like {@code {"type":"motion","time":12.5}}; a line without {@code type} is left out. */
    public static JsonLinesSource events(JsonLinesInput input, InstantSource clock, SourceListener listener) {
        return new JsonLinesSource(input, FrameType.EVENT, JsonLinesSource::withoutType, clock, listener);
    }

    private static Optional<String> withoutType(ObjectNode object) {
        return object.path("type").isTextual()
                ? Optional.empty()
                : Optional.of("has no type, like {\"type\":\"motion\"}");
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException {
        try {
            for (Optional<byte[]> line = line(); line.isPresent(); line = line()) {
                Optional<CapturedFrame> frame = frame(line.get());
                if (frame.isPresent() && !closed) {
                    return frame;
                }
            }
            return Optional.empty();
        } catch (IOException failed) {
            if (closed) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private Optional<CapturedFrame> frame(byte[] line) throws IOException {
        try {
            if (line.length > LINE_BYTES) {
                throw new IllegalArgumentException("is longer than " + LINE_BYTES + " bytes");
            }
            if (!(JSON.readTree(line) instanceof ObjectNode object)) {
                throw new IllegalArgumentException("is not a JSON object");
            }
            Optional<String> objection = rule.objection(object);
            if (objection.isPresent()) {
                throw new IllegalArgumentException(objection.get());
            }
            lastMicros = Math.max(lastMicros, timeMicros(object));
            FrameHeader header = FrameHeader.of(type, Codec.JSON)
                    .onTrack(input.track())
                    .withFlags(FrameFlags.SYNC)
                    .timed(lastMicros, 0, 0);
            return Optional.of(new CapturedFrame(header, line, Optional.empty()));
        } catch (JsonProcessingException malformed) {
            listener.leftOut("line " + lineNumber + " is not JSON: " + malformed.getOriginalMessage());
        } catch (IllegalArgumentException | ArithmeticException refused) {
            listener.leftOut("line " + lineNumber + " " + refused.getMessage());
        }
        return Optional.empty();
    }

    private long timeMicros(ObjectNode object) {
        JsonNode time = object.path("time");
        if (time.isMissingNode() || time.isNull()) {
            return micros(clock.instant());
        } else if (time.isNumber() && Math.abs(time.asDouble()) < 1e9) {
            return Math.addExact(micros(input.start()), Math.round(time.asDouble() * 1e6));
        } else if (time.isTextual()) {
            try {
                return micros(Instant.parse(time.asText()));
            } catch (DateTimeParseException malformed) {
                throw new IllegalArgumentException(
                        "has a time that is not like 2026-01-31T12:00:00.5Z: " + time.asText(), malformed);
            }
        }
        throw new IllegalArgumentException("has a time that is neither text nor seconds since the start");
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** The next line that is not blank, cut one byte behind the limit; empty at the end. */
    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            if (next == '\n') {
                lineNumber++;
                if (!line.toString(StandardCharsets.UTF_8).isBlank()) {
                    return Optional.of(line.toByteArray());
                }
                line.reset();
            } else if (next != '\r' && line.size() <= LINE_BYTES) {
                line.write(next);
            }
            next = in.read();
        }
        lineNumber++;
        return line.toString(StandardCharsets.UTF_8).isBlank() ? Optional.empty() : Optional.of(line.toByteArray());
    }

    @Override
    public boolean live() {
        return input.live();
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
        } catch (IOException nothingToLose) {
            listener.leftOut("the end of the input: " + nothingToLose.getMessage());
        }
    }
}
