package io.dayreel.cli.source;

import io.dayreel.media.text.Cue;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The cues of a file as text frames, a cue each, with the track's configuration before them. */
public final class CaptionsSource implements CaptureSource {
    private static final int CONFIGURATION = 1;
    private static final long LONGEST_MICROS = 0xFFFF_FFFFL;

    private final Deque<Cue> cues;
    private final TrackConfiguration configuration;
    private final long startMicros;
    private boolean told;
    private volatile boolean closed;

    /**
     * What is sent along.
     *
     * @param language as given; empty if unknown
     */
    public record Captions(List<Cue> cues, Optional<String> language) {}

    /**
     * Frames of captions.
     *
     * @param track 0–255
     * @param start capture time of what the cues' times count from
     */
    public CaptionsSource(Captions captions, int track, Instant start) {
        this.cues = new ArrayDeque<>(captions.cues());
        this.configuration = TrackConfiguration.ofCaptions(track, CONFIGURATION, captions.language());
        this.startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, start);
    }

    @Override
    public Optional<CapturedFrame> next() {
        if (closed || cues.isEmpty()) {
            return Optional.empty();
        }
        if (!told) {
            told = true;
            return Optional.of(
                    configuration.frameAt(startMicros + cues.getFirst().startMicros()));
        }
        Cue cue = cues.removeFirst();
        long lasts = Math.min(cue.endMicros() - cue.startMicros(), LONGEST_MICROS);
        FrameHeader header = FrameHeader.of(FrameType.TEXT, Codec.UTF8_TEXT)
                .onTrack(configuration.track())
                .withConfiguration(CONFIGURATION)
                .withFlags(FrameFlags.SYNC)
                .timed(startMicros + cue.startMicros(), 0, lasts);
        byte[] body = cue.payload().getBytes(StandardCharsets.UTF_8);
        return Optional.of(new CapturedFrame(header, body, Optional.of(configuration)));
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
