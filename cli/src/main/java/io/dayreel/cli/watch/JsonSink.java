package io.dayreel.cli.watch;

import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Telemetry, events and other JSON frames as lines: {@code {"time","day","run","counter","track","type","body"}}. So are
 * captions, with their text as {@code body} and the {@code seconds} that they are shown, 0 if that is unknown.
 */
public final class JsonSink implements FrameSink {
    private static final double MICROS = 1_000_000;

    private final OutputStream out;

    /** @param out buffered; closed by its owner */
    public JsonSink(OutputStream out) {
        this.out = out;
    }

    @Override
    public void frame(FrameView frame) throws IOException {
        boolean text = frame.type() == FrameType.TEXT && frame.codec() == Codec.UTF8_TEXT;
        if (!text && frame.codec() != Codec.JSON || frame.type() == FrameType.CONFIGURATION) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(
                "time",
                Instant.EPOCH.plus(frame.timeMicros(), ChronoUnit.MICROS).toString());
        line.put("day", new Day(frame.day()).toString());
        line.put("run", frame.run());
        line.put("counter", frame.counter());
        line.put("track", frame.track());
        line.put("type", frame.type().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        String body = new String(frame.bodyBytes(), StandardCharsets.UTF_8);
        if (text) {
            line.put("seconds", frame.durationMicros() / MICROS);
            line.put("body", body);
            out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            return;
        }
        String start = Json.write(line);
        String whole = start.substring(0, start.length() - 1) + ",\"body\":" + (body.isBlank() ? "null" : body) + "}\n";
        out.write(whole.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
