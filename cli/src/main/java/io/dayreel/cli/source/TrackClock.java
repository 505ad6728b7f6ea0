package io.dayreel.cli.source;

import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns one track's samples into frames on the capture clock, with its configuration before the first frame that needs
 * it, after each change under the next number, and again every ten minutes of capture time.
 */
final class TrackClock {

    private static final long REPEAT_MICROS = Duration.ofMinutes(10).toMillis() * 1000;
    private static final long MAX_DURATION_MICROS = 0xFFFF_FFFFL;
    private static final int MAX_NUMBER = 255;

    private final int trackNumber;
    private final Optional<String> renditionGroup;
    private MediaTrack media;
    private TrackConfiguration configuration;
    private boolean configurationDue = true;
    private boolean discontinuity;
    private long configuredAtMicros;
    private long lastMicros = Long.MIN_VALUE;

    /** @param renditionGroup written into its configurations */
    TrackClock(int trackNumber, Optional<String> renditionGroup, MediaTrack media) {
        this.trackNumber = trackNumber;
        this.renditionGroup = renditionGroup;
        this.media = media;
        this.configuration = configuration(1, media);
    }

    private TrackConfiguration configuration(int number, MediaTrack described) {
        return TrackConfiguration.of(trackNumber, codec(described), number, described, renditionGroup);
    }

    /** The codec of frames for these samples; {@link Codec#UNKNOWN} if frames cannot carry them. */
    static Codec codec(MediaTrack media) {
        return switch (media.format()) {
            case H264 -> Codec.H264;
            case H265 -> Codec.H265;
            case VP8 -> Codec.VP8;
            case VP9 -> Codec.VP9;
            case AV1 -> Codec.AV1;
            case AAC -> Codec.AAC;
            case OPUS -> Codec.OPUS;
            case PCM_S16LE -> Codec.PCM_S16LE;
            case MP3, WVTT, UNKNOWN -> Codec.UNKNOWN;
        };
    }

    /** Goes on with samples of this track of the file; its configuration gets the next number if anything differs. */
    void continueWith(MediaTrack next) {
        if (!media.describesTheSameAs(next)) {
            int number = configuration.number() % MAX_NUMBER + 1;
            configuration = configuration(number, next);
            configurationDue = true;
        }
        media = next;
    }

    /** Marks the next frame as not continuing the last one. */
    void interrupt() {
        discontinuity = lastMicros != Long.MIN_VALUE;
    }

    long lastMicros() {
        return lastMicros;
    }

    /** Media time of a sample, before it is placed on the capture clock. */
    long mediaMicros(MediaSample sample) {
        return media.micros(sample.decodeTime());
    }

    /**
     * The sample's frame, after its configuration where that is due.
     *
     * @param originMicros capture time of media time zero
     */
    List<CapturedFrame> frames(MediaSample sample, long originMicros) {
        long decodeMicros = media.micros(sample.decodeTime());
        long composition = media.micros(sample.decodeTime() + sample.compositionOffset()) - decodeMicros;
        long timeMicros = Math.max(lastMicros, originMicros + decodeMicros);
        List<CapturedFrame> frames = new ArrayList<>(2);
        if (configurationDue || timeMicros - configuredAtMicros >= REPEAT_MICROS) {
            frames.add(configuration.frameAt(timeMicros));
            configuredAtMicros = timeMicros;
            configurationDue = false;
        }
        FrameHeader header = FrameHeader.of(type(), configuration.codec())
                .onTrack(trackNumber)
                .withConfiguration(configuration.number())
                .withFlags((sample.sync() ? FrameFlags.SYNC : 0) | (discontinuity ? FrameFlags.DISCONTINUITY : 0))
                .timed(
                        timeMicros,
                        clamped(composition),
                        Math.min(media.micros(sample.duration()), MAX_DURATION_MICROS));
        frames.add(new CapturedFrame(header, sample.bytes(), Optional.of(configuration)));
        discontinuity = false;
        lastMicros = timeMicros;
        return frames;
    }

    private FrameType type() {
        return media.kind() == MediaTrack.Kind.VIDEO ? FrameType.VIDEO : FrameType.AUDIO;
    }

    private static int clamped(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }
}
