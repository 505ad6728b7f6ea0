package io.dayreel.testkit.camera;

import io.dayreel.testkit.camera.CaptureSchedule.Capture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;

/**
 * Makes bodies of real sizes at memory speed: each is a slice of one block of noise, chosen and stamped by seed, run and
 * counter, so that no two frames are alike.
 */
final class FrameBodies {
    private static final int KEY_FRAME_WEIGHT = 8;
    private static final int AUDIO_BYTES = 160;
    private static final int NOISE_BYTES = 1 << 20;
    private static final int MAX_BODY = 4 << 20;
    private static final byte[] NOISE = noise();
    /** Sequence and picture parameters of a 640×360 Constrained Baseline stream. */
    private static final byte[] AVC_RECORD = HexFormat.of()
            .parseHex("0142c01effe100196742c01ed900a02ff970110000030001" + "00000300320f162e48" + "01000568cb83cb20");

    private static final byte[] OPUS_RECORD = HexFormat.of().parseHex("00020138" + "0000bb80" + "0000" + "00");

    private final CameraSettings settings;
    private final int deltaBytes;

    FrameBodies(CameraSettings settings) {
        this.settings = settings;
        double bytesPerGop = settings.videoBitsPerSecond() / 8.0 / settings.framesPerSecond() * settings.framesPerGop();
        this.deltaBytes = (int) (bytesPerGop / (settings.framesPerGop() - 1 + KEY_FRAME_WEIGHT));
    }

    byte[] of(Capture capture) {
        long mixed = mix(capture);
        return switch (capture.slot().kind()) {
            case VIDEO -> video(capture, mixed);
            case AUDIO -> stamped(AUDIO_BYTES + (int) Long.remainderUnsigned(mixed, 21) - 10, mixed, 1);
            case VIDEO_CONFIGURATION ->
                configuration("{\"codec\":\"avc1.42c01e\",\"width\":640,\"height\":360}", AVC_RECORD);
            case AUDIO_CONFIGURATION ->
                configuration("{\"codec\":\"opus\",\"sampleRate\":48000,\"channels\":2}", OPUS_RECORD);
            case TELEMETRY -> telemetry(capture, mixed);
            case EVENT -> event(capture);
        };
    }

    private byte[] video(Capture capture, long mixed) {
        boolean key = capture.ordinal() % settings.framesPerGop() == 0;
        int mean = key ? deltaBytes * KEY_FRAME_WEIGHT : deltaBytes;
        int spread = Math.max(1, mean / 5);
        int size = mean - spread + (int) Long.remainderUnsigned(mixed, 2L * spread + 1);
        byte[] body = stamped(Math.min(MAX_BODY, Math.max(16, size)), mixed, 5);
        ByteBuffer.wrap(body).putInt(body.length - 4).put((byte) (key ? 0x65 : 0x41));
        return body;
    }

    private static byte[] stamped(int size, long stamp, int stampAt) {
        byte[] body = new byte[size];
        int from = (int) Long.remainderUnsigned(stamp, NOISE_BYTES);
        for (int filled = 0; filled < size; ) {
            int part = Math.min(size - filled, NOISE_BYTES - from);
            System.arraycopy(NOISE, from, body, filled, part);
            filled += part;
            from = 0;
        }
        ByteBuffer.wrap(body).putLong(stampAt, stamp);
        return body;
    }

    private static byte[] telemetry(Capture capture, long mixed) {
        return utf8(String.format(
                Locale.ROOT,
                "{\"sample\":%d,\"battery\":%.1f,\"lat\":%.5f,\"lon\":%.5f}",
                capture.ordinal(),
                100 - capture.ordinal() % 1000 / 10.0,
                48.2 + Long.remainderUnsigned(mixed, 1000) / 1e5,
                16.3 + capture.ordinal() % 1000 / 1e5));
    }

    private static byte[] event(Capture capture) {
        String type = capture.ordinal() % 2 == 0 ? "motion" : "door";
        return utf8("{\"type\":\"" + type + "\",\"label\":\"event " + capture.ordinal() + "\"}");
    }

    private static byte[] configuration(String json, byte[] record) {
        byte[] text = utf8(json);
        return ByteBuffer.allocate(2 + text.length + record.length)
                .putShort((short) text.length)
                .put(text)
                .put(record)
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Spreads seed, run and place over 64 bits (the finalizer of SplitMix64). */
    private long mix(Capture capture) {
        long z = settings.seed() * 0x9E3779B97F4A7C15L
                + ((long) settings.run() << 48)
                + ((long) capture.slot().kind().ordinal() << 44)
                + capture.ordinal();
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static byte[] noise() {
        byte[] noise = new byte[NOISE_BYTES];
        new Random(20_260_101).nextBytes(noise);
        return noise;
    }
}
