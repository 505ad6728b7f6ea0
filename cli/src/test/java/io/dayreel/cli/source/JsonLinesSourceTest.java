package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLinesSourceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:30Z");
    private static final long START_MICROS = START.getEpochSecond() * 1_000_000;

    private final RecordingListener listener = new RecordingListener();

    @Test
    void aLineBecomesAFrameWithItsBytesAsTheyStand() throws Exception {
        List<CapturedFrame> frames = telemetry("{ \"time\":1.5, \"speed\":12 }\r\n");

        assertThat(frames).hasSize(1);
        CapturedFrame frame = frames.get(0);
        assertThat(frame.header().type()).isEqualTo(FrameType.TELEMETRY);
        assertThat(frame.header().codec()).isEqualTo(Codec.JSON);
        assertThat(frame.header().isSync()).isTrue();
        assertThat(frame.track()).isEqualTo(2);
        assertThat(frame.timeMicros()).isEqualTo(START_MICROS + 1_500_000);
        assertThat(frame.body()).asString(StandardCharsets.UTF_8).isEqualTo("{ \"time\":1.5, \"speed\":12 }");
    }

    @Test
    void timeIsTextOrSecondsOrWhenTheLineWasRead() throws Exception {
        List<CapturedFrame> frames =
                telemetry("{\"time\":\"2026-03-01T10:00:02.000001Z\"}\n\n{\"time\":3}\n{\"speed\":1}");

        assertThat(frames)
                .extracting(CapturedFrame::timeMicros)
                .containsExactly(START_MICROS + 2_000_001, START_MICROS + 3_000_000, START_MICROS + 30_000_000);
    }

    @Test
    void timeNeverGoesBack() throws Exception {
        List<CapturedFrame> frames = telemetry("{\"time\":3}\n{\"time\":1}\n");

        assertThat(frames)
                .extracting(CapturedFrame::timeMicros)
                .containsExactly(START_MICROS + 3_000_000, START_MICROS + 3_000_000);
    }

    @Test
    void malformedLinesAreLeftOutAndSaid() throws Exception {
        String tooLong = "{\"text\":\"" + "x".repeat(300_000) + "\"}";

        List<CapturedFrame> frames = telemetry("oops\n[1]\n{\"time\":true}\n" + tooLong + "\n{\"time\":1}{}\n{}\n");

        assertThat(frames).hasSize(1);
        assertThat(listener.said).hasSize(5);
        assertThat(listener.said.get(0)).startsWith("left out line 1 is not JSON");
        assertThat(listener.said.get(1)).isEqualTo("left out line 2 is not a JSON object");
        assertThat(listener.said.get(2))
                .isEqualTo("left out line 3 has a time that is neither text nor seconds since the start");
        assertThat(listener.said.get(3)).isEqualTo("left out line 4 is longer than 262144 bytes");
        assertThat(listener.said.get(4)).startsWith("left out line 5 is not JSON");
    }

    @Test
    void anEventNeedsAType() throws Exception {
        JsonLinesInput input = input("{\"type\":\"motion\",\"time\":1}\n{\"time\":2}\n", JsonLinesInput.EVENT_TRACK);

        List<CapturedFrame> frames;
        try (var source = JsonLinesSource.events(input, InstantSource.fixed(NOW), listener)) {
            frames = all(source);
        }

        assertThat(frames)
                .singleElement()
                .extracting(frame -> frame.header().type())
                .isEqualTo(FrameType.EVENT);
        assertThat(listener.said).containsExactly("left out line 2 has no type, like {\"type\":\"motion\"}");
    }

    private List<CapturedFrame> telemetry(String lines) throws Exception {
        JsonLinesInput input = input(lines, JsonLinesInput.TELEMETRY_TRACK);
        try (var source = JsonLinesSource.telemetry(input, InstantSource.fixed(NOW), listener)) {
            return all(source);
        }
    }

    private static JsonLinesInput input(String lines, int track) {
        return new JsonLinesInput(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), track, START, false);
    }

    private static List<CapturedFrame> all(CaptureSource source) throws Exception {
        List<CapturedFrame> frames = new ArrayList<>();
        for (Optional<CapturedFrame> next = source.next(); next.isPresent(); next = source.next()) {
            frames.add(next.get());
        }
        return frames;
    }
}
