package io.dayreel.cli.source;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What ffmpeg shall read.
 *
 * @param location path of a file, or an address like {@code rtsp://camera/stream}
 * @param loop whether a file begins again at its end, for ever
 * @param start capture time of a file's media time zero; when reading begins, if empty. A camera has its own
 * @param stallTimeout a camera that sends nothing for this long has failed
 * @param maxBackoff the longest wait before a failed camera is tried again
 * @param tracks what it becomes
 */
public record FfmpegInput(
        String location,
        boolean loop,
        Optional<Instant> start,
        Duration stallTimeout,
        Duration maxBackoff,
        InputTracks tracks) {

    private static final Set<String> LIVE_SCHEMES = Set.of("rtsp", "rtsps", "rtmp", "rtmps", "rtp", "srt", "udp");

    public FfmpegInput {
        Objects.requireNonNull(start);
        Objects.requireNonNull(tracks);
        if (location.isBlank()) {
            throw new IllegalArgumentException("no input given: name a file or an rtsp:// address");
        }
    }

    /** Once through, starting now, 15 s without bytes is a failure, at most 30 s between attempts. */
    public static FfmpegInput of(String location) {
        return new FfmpegInput(
                location, false, Optional.empty(), Duration.ofSeconds(15), Duration.ofSeconds(30), InputTracks.ALONE);
    }

    public FfmpegInput looped() {
        return new FfmpegInput(location, true, start, stallTimeout, maxBackoff, tracks);
    }

    public FfmpegInput startingAt(Instant instant) {
        return new FfmpegInput(location, loop, Optional.of(instant), stallTimeout, maxBackoff, tracks);
    }

    public FfmpegInput withTimeouts(Duration stall, Duration backoff) {
        return new FfmpegInput(location, loop, start, stall, backoff, tracks);
    }

    public FfmpegInput as(InputTracks other) {
        return new FfmpegInput(location, loop, start, stallTimeout, maxBackoff, other);
    }

    /** Whether this is a camera: tried for ever, timed by the wall clock. */
    public boolean live() {
        return LIVE_SCHEMES.contains(scheme());
    }

    boolean rtsp() {
        return scheme().startsWith("rtsp");
    }

    /** As ffmpeg takes it; a path is marked as one, so that no name in it is read as an option or a protocol. */
    String argument() {
        return scheme().isEmpty() ? "file:" + Path.of(location).toAbsolutePath() : location;
    }

    /** The location without credentials, for messages. */
    String shown() {
        return location.replaceFirst("://[^/@]*@", "://");
    }

    private String scheme() {
        int end = location.indexOf("://");
        return end < 1 ? "" : location.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
