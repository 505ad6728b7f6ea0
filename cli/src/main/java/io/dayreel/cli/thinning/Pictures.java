package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.TrackConfiguration;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.ByteBuffer;

/** What can be told of a frame without decoding it. */
final class Pictures {
    private static final long MAX_DURATION_MICROS = 0xFFFF_FFFFL;
    private static final int LENGTH_BYTES = 4;
    private static final int H264_LAST_SLICE = 5;
    private static final int H265_FIRST_REFERENCE_ONLY = 16;
    private static final int H265_LAST_SLICE = 31;
    private static final int HVCC_LAYERS_AT = 21;

    private Pictures() {}

    static boolean isPicture(CapturedFrame frame) {
        return frame.header().type() == FrameType.VIDEO;
    }

    static boolean isSound(CapturedFrame frame) {
        return frame.header().type() == FrameType.AUDIO;
    }

    /** Whether this is a track's sound, or the configuration of it. */
    static boolean isOfSound(CapturedFrame frame) {
        Codec codec = frame.header().codec();
        return codec == Codec.AAC || codec == Codec.OPUS || codec == Codec.PCM_S16LE;
    }

    static boolean isDiscontinuous(CapturedFrame frame) {
        return (frame.header().flags() & FrameFlags.DISCONTINUITY) != 0;
    }

    /** When a picture is shown, µs since 1970 on the capture clock. */
    static long shownMicros(CapturedFrame frame) {
        return frame.timeMicros() + frame.header().compositionOffsetMicros();
    }

    /** When it is not shown any more, as far as its duration tells. */
    static long endMicros(CapturedFrame frame) {
        return shownMicros(frame) + frame.header().durationMicros();
    }

    static CapturedFrame lasting(CapturedFrame frame, long durationMicros) {
        long duration = Math.max(0, Math.min(durationMicros, MAX_DURATION_MICROS));
        FrameHeader header = frame.header();
        return duration == header.durationMicros()
                ? frame
                : with(frame, header.timed(header.timeMicros(), header.compositionOffsetMicros(), duration));
    }

    static CapturedFrame discontinuous(CapturedFrame frame) {
        return with(frame, frame.header().withFlags(frame.header().flags() | FrameFlags.DISCONTINUITY));
    }

    private static CapturedFrame with(CapturedFrame frame, FrameHeader header) {
        return new CapturedFrame(header, frame.body(), frame.configuration());
    }

    /**
     * Whether every other picture can be decoded without this one. Of H.264 and H.265 the pictures say so themselves. VP8,
     * VP9 and AV1 also hand probabilities from picture to picture, so that none counts as disposable.
     */
    static boolean isDisposable(CapturedFrame frame) {
        if (frame.header().isSync()) {
            return false;
        }
        return switch (frame.header().codec()) {
            case H264 -> isDisposable(frame, 0);
            case H265 -> isDisposable(frame, highestLayer(frame));
            default -> false;
        };
    }

    private static boolean isDisposable(CapturedFrame frame, int highestLayer) {
        boolean h264 = frame.header().codec() == Codec.H264;
        ByteBuffer body = ByteBuffer.wrap(frame.body());
        boolean slices = false;
        while (body.remaining() > LENGTH_BYTES + 1) {
            int length = body.getInt();
            if (length < 2 || length > body.remaining()) {
                return false; // not for us to judge: it stays
            }
            int first = body.get(body.position()) & 0xff;
            int second = body.get(body.position() + 1) & 0xff;
            int type = h264 ? first & 0x1f : first >> 1 & 0x3f;
            boolean slice = h264 ? type >= 1 && type <= H264_LAST_SLICE : type <= H265_LAST_SLICE;
            if (slice && !(h264 ? isUnreferenced264(first) : isUnreferenced265(type, second, highestLayer))) {
                return false;
            }
            slices |= slice;
            body.position(body.position() + length);
        }
        return slices;
    }

    /** nal_ref_idc is 0 (ITU-T H.264, 7.4.1). */
    private static boolean isUnreferenced264(int firstByte) {
        return (firstByte & 0x60) == 0;
    }

    /**
     * A sub-layer non-reference picture (ITU-T H.265, table 7-1: even types below 16) of the highest sub-layer; one of a
     * lower sub-layer may be referred to by those above it.
     */
    private static boolean isUnreferenced265(int type, int secondByte, int highestLayer) {
        return type < H265_FIRST_REFERENCE_ONLY && type % 2 == 0 && (secondByte & 7) - 1 >= highestLayer;
    }

    /** numTemporalLayers of the hvcC (ISO/IEC 14496-15, 8.3.2.1), less one. */
    private static int highestLayer(CapturedFrame frame) {
        byte[] record = frame.configuration().map(Pictures::codecRecord).orElseGet(() -> new byte[0]);
        return record.length <= HVCC_LAYERS_AT ? 0 : Math.max(0, (record[HVCC_LAYERS_AT] >> 3 & 7) - 1);
    }

    private static byte[] codecRecord(TrackConfiguration configuration) {
        return ConfigurationBody.decode(ByteBuffer.wrap(configuration.body())).codecRecord();
    }
}
