package io.dayreel.media.cmaf;

import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.media.SampleFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tracks and samples for tests, and the way back from bytes to them. */
final class Fragments {

    static final byte[] AVC_RECORD = {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0};
    static final TrackFormat VIDEO = new TrackFormat(SampleFormat.H264, AVC_RECORD, 640, 360, 0, 0, "");
    /** 2026-03-04T05:06:07.123457Z. */
    static final long TIME = 1_772_600_767_123_457L;

    private Fragments() {}

    static TrackFormat aac(int sampleRate, int channels) {
        int rateIndex = sampleRate == 44100 ? 4 : 3;
        byte[] config = {(byte) (2 << 3 | rateIndex >>> 1), (byte) ((rateIndex & 1) << 7 | channels << 3)};
        return new TrackFormat(SampleFormat.AAC, config, 0, 0, sampleRate, channels, "");
    }

    static TrackFormat opus(int channels) {
        byte[] config = {0, (byte) channels, 0x01, 0x38, 0, 0, (byte) 0xbb, (byte) 0x80, 0, 0, 0};
        return new TrackFormat(SampleFormat.OPUS, config, 0, 0, 48000, channels, "");
    }

    static Sample sample(long timeMicros, int bytes) {
        return new Sample(timeMicros, 0, 0, true, ByteBuffer.allocate(bytes));
    }

    static byte[] bytes(List<ByteBuffer> buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer buffer : buffers) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            all.writeBytes(copy);
        }
        return all.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static MediaTrack onlyTrack(List<MediaPart> parts) {
        return ((MediaTracks) parts.get(0)).tracks().get(0);
    }

    static List<MediaSample> samples(List<MediaPart> parts) {
        return parts.stream()
                .filter(MediaSample.class::isInstance)
                .map(MediaSample.class::cast)
                .toList();
    }

    static List<MediaPart> read(byte[]... stream) throws IOException {
        List<MediaPart> parts = new ArrayList<>();
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(join(stream)))) {
            for (Optional<MediaPart> next = reader.next(); next.isPresent(); next = reader.next()) {
                parts.add(next.get());
            }
        }
        return parts;
    }
}
