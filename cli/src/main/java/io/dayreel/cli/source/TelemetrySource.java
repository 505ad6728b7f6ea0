package io.dayreel.cli.source;

import io.dayreel.protocol.frame.FrameType;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Telemetry samples from JSON lines, like {@code {"time":0.5,"speed":12}}. Any object will do. The body of a frame is its
 * line as it stands. Times never go back: a line that is earlier than the one before gets that one's time.
 */
public final class TelemetrySource implements CaptureSource {

    private final JsonLines lines;
    private final boolean live;

    public TelemetrySource(JsonLinesInput input, InstantSource clock, SourceListener listener) {
        this.live = input.live();
        this.lines = new JsonLines(input, FrameType.TELEMETRY, object -> Optional.empty(), clock, listener);
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException {
        return lines.next();
    }

    @Override
    public boolean live() {
        return live;
    }

    @Override
    public void close() {
        lines.close();
    }
}
