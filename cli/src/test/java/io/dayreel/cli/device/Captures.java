package io.dayreel.cli.device;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.TrackConfiguration;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Captured frames as a source would give them. */
final class Captures {
    static final TrackConfiguration CONFIGURATION =
            new TrackConfiguration(0, Codec.H264, 1, new byte[] {0, 2, '{', '}', 1});

    private static final long START_MICROS = 1_795_255_200_000_000L;

    private Captures() {}

    /** Adds so many frames of 100 bytes, a microsecond apart. */
    static void addTo(Device device, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            device.add(bytes(START_MICROS + i, 100));
        }
    }

    static CapturedFrame picture(String time, boolean key) {
        FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264)
                .withConfiguration(1)
                .withFlags(key ? FrameFlags.SYNC : 0)
                .timed(micros(time), 0, 40_000);
        return new CapturedFrame(header, new byte[] {1, 2, 3}, Optional.of(CONFIGURATION));
    }

    static CapturedFrame sound(String time) {
        FrameHeader header = FrameHeader.of(FrameType.AUDIO, Codec.AAC)
                .onTrack(1)
                .withFlags(FrameFlags.SYNC)
                .timed(micros(time), 0, 0);
        return new CapturedFrame(header, new byte[] {4}, Optional.empty());
    }

    static CapturedFrame reading(String time) {
        FrameHeader header = FrameHeader.of(FrameType.TELEMETRY, Codec.JSON)
                .onTrack(2)
                .withFlags(FrameFlags.SYNC)
                .timed(micros(time), 0, 0);
        return new CapturedFrame(header, "{\"speed\":12}".getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    static CapturedFrame bytes(long micros, int length) {
        FrameHeader header = FrameHeader.of(FrameType.DATA, Codec.BYTES)
                .withFlags(FrameFlags.SYNC)
                .timed(micros, 0, 0);
        return new CapturedFrame(header, new byte[length], Optional.empty());
    }

    static long micros(String time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
    }
}
