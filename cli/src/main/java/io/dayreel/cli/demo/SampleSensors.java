package io.dayreel.cli.demo;

import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.JsonLinesInput;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Made-up readings: heart rate, battery and temperature once a second, and an event now and then. */
final class SampleSensors implements CaptureSource {
    private static final long SECOND_MICROS = 1_000_000;
    private static final int SECONDS_BETWEEN_EVENTS = 25;
    private static final int SECONDS_PER_BATTERY_PERCENT = 90;

    private final long startMicros;
    private final List<String> events;
    private long second;
    private boolean eventDue;
    private volatile boolean closed;

    /** @param events types of the events that happen, in turn */
    SampleSensors(Instant start, List<String> events) {
        this.startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, start);
        this.events = List.copyOf(events);
    }

    @Override
    public Optional<CapturedFrame> next() {
        if (closed) {
            return Optional.empty();
        }
        if (eventDue) {
            eventDue = false;
            return Optional.of(frame(FrameType.EVENT, JsonLinesInput.EVENT_TRACK, event()));
        }
        second++;
        eventDue = second % SECONDS_BETWEEN_EVENTS == 0;
        return Optional.of(frame(FrameType.TELEMETRY, JsonLinesInput.TELEMETRY_TRACK, reading()));
    }

    private Map<String, Object> reading() {
        Map<String, Object> reading = new LinkedHashMap<>();
        reading.put("heartRate", Math.round(72 + 14 * Math.sin(second / 23.0) + 4 * Math.sin(second / 3.0)));
        reading.put("battery", 100 - second / SECONDS_PER_BATTERY_PERCENT % 100);
        reading.put("temperature", Math.round(10 * (21 + 2 * Math.sin(second / 120.0))) / 10.0);
        return reading;
    }

    private Map<String, Object> event() {
        int turn = (int) (second / SECONDS_BETWEEN_EVENTS - 1) % events.size();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", events.get(turn));
        event.put("confidence", 0.9);
        return event;
    }

    private CapturedFrame frame(FrameType type, int track, Map<String, Object> body) {
        FrameHeader header = FrameHeader.of(type, Codec.JSON)
                .onTrack(track)
                .withFlags(FrameFlags.SYNC)
                .timed(startMicros + second * SECOND_MICROS, 0, 0);
        return new CapturedFrame(header, Json.write(body).getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
