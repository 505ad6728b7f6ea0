package io.dayreel.cli.source;

import io.dayreel.protocol.frame.FrameType;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Events from JSON lines: a line needs {@code type}, like {@code {"type":"motion","time":12.5}}; others are left out. The body of a frame is its
 * line as it stands. Times never go back: a line that is earlier than the one before gets that one's time.
 */
public final class EventSource implements CaptureSource {

    private final JsonLines lines;
    private final boolean live;

    public EventSource(JsonLinesInput input, InstantSource clock, SourceListener listener) {
        this.live = input.live();
        this.lines = new JsonLines(
                input,
                FrameType.EVENT,
                object -> object.path("type").isTextual()
                        ? Optional.empty()
                        : Optional.of("has no type, like {\"type\":\"motion\"}"),
                clock,
                listener);
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
