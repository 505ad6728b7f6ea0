package io.dayreel.protocol.golden;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Frames, messages and configurations with known bytes and their meaning. */
final class GoldenFrames {
    private static final int DAY = Day.parse("2026-03-14").number();
    private static final long NOON = Day.parse("2026-03-14").startMicros() + 43_200_000_000L;
    private static final HexFormat HEX = HexFormat.of();

    private final FrameEncoder encoder = new FrameEncoder();
    private final GoldenFiles files;

    GoldenFrames(GoldenFiles files) {
        this.files = files;
    }

    void addAll() {
        addFrames();
        addInvalidFrames();
        addMessages();
        addConfigurations();
    }

    private void addFrames() {
        FrameHeader picture = header(FrameType.VIDEO, Codec.H264, 0, 0);
        valid(
                "video-key",
                "an H.264 key frame",
                picture.withFlags(FrameFlags.SYNC).timed(NOON, 0, 33_333),
                avc(0x65));
        valid("video-b-frame", "shown 66.666 ms after it is decoded", at(picture, 1, 66_666), avc(0x41));
        valid("video-negative-composition", "shown before its decode time", at(picture, 2, -33_333), avc(0x01));
        valid("video-h265", "an H.265 picture", header(FrameType.VIDEO, Codec.H265, 1, 3), avc(0x26));
        valid("video-vp8", "a VP8 picture", header(FrameType.VIDEO, Codec.VP8, 1, 4), bytes(16));
        valid("video-vp9", "a VP9 picture", header(FrameType.VIDEO, Codec.VP9, 1, 5), bytes(17));
        valid("video-av1", "an AV1 picture", header(FrameType.VIDEO, Codec.AV1, 1, 6), bytes(18));
        valid("audio-aac", "an AAC unit on track 2", header(FrameType.AUDIO, Codec.AAC, 2, 7), bytes(24));
        valid("audio-opus", "an Opus packet", header(FrameType.AUDIO, Codec.OPUS, 2, 8), bytes(25));
        valid("audio-pcm", "16-bit little-endian samples", header(FrameType.AUDIO, Codec.PCM_S16LE, 2, 9), bytes(26));
        valid(
                "telemetry-json",
                "",
                header(FrameType.TELEMETRY, Codec.JSON, 3, 10),
                text("{\"lat\":48.2,\"lon\":16.4}"));
        valid(
                "telemetry-cbor",
                "a CBOR map {\"t\":1}",
                header(FrameType.TELEMETRY, Codec.CBOR, 3, 11),
                hex("a1617401"));
        valid(
                "event",
                "",
                header(FrameType.EVENT, Codec.JSON, 4, 12),
                text("{\"type\":\"motion\",\"label\":\"person\"}"));
        valid("text", "a caption, not ASCII", header(FrameType.TEXT, Codec.UTF8_TEXT, 5, 13), text("Grüß Gott ☃ 😀"));
        valid(
                "configuration",
                "number 7 of track 0",
                configurationHeader(),
                configuration().encode());
        valid("data", "bytes of a pipe", header(FrameType.DATA, Codec.BYTES, 6, 15), bytes(64));
        valid(
                "end-of-run",
                "counter = frames before it; last run of its day",
                endOfRun(),
                text("{\"reason\":\"day\"}"));
        valid("gone", "", header(FrameType.GONE, Codec.JSON, 0, 17), text(GONE));
        valid("empty-body", "a body may be empty", header(FrameType.DATA, Codec.BYTES, 0, 18), new byte[0]);
        valid("encrypted", "all flags of a picture", picture.withFlags(7), bytes(40));
        valid("maxima", "every unsigned field at its largest, time and offset too", maxima(), bytes(1));
        valid("minima", "smallest time and composition offset", minima(), new byte[0]);
        valid(
                "video-day-zero",
                "an uploaded video: day 0, time from 0",
                header(FrameType.VIDEO, Codec.H264, 0, 0).at(0, 3, 0).timed(0, 0, 40_000),
                avc(0x65));
        validBytes("unknown-type", "skipped by readers, its bytes kept", patched(frame(picture, bytes(5)), 3, 200));
        validBytes("unknown-codec", "read like any frame", patched(frame(picture, bytes(5)), 7, 99));
    }

    private static final String GONE =
            "{\"day\":\"2026-03-13\",\"run\":41000,\"ranges\":[[5,9],[12,12]],\"reason\":\"spool-full\"}";

    private void addInvalidFrames() {
        byte[] good = frame(header(FrameType.VIDEO, Codec.H264, 0, 5), bytes(20));
        invalid("bad-magic", "the first byte is wrong", patchedRaw(good, 0, 0x45));
        invalid("bad-version", "version 2, checksum right", patched(good, 2, 2));
        invalid("bad-crc", "one bit of the body flipped", patchedRaw(good, 50, good[50] ^ 1));
        invalid("bad-crc-header", "one bit of the counter flipped", patchedRaw(good, 15, good[15] ^ 1));
        invalid("bad-crc-field", "the checksum itself flipped", patchedRaw(good, 39, good[39] ^ 1));
        invalid("body-too-long", "body length 4 MiB + 1", length(good, FrameLayout.MAX_BODY_LENGTH + 1));
        invalid("body-length-negative-if-signed", "body length 2^32 - 1", length(good, -1));
        invalid("cut-header", "39 bytes", Arrays.copyOf(good, 39));
        invalid("cut-body", "the last byte is missing", Arrays.copyOf(good, good.length - 1));
        invalid("nothing", "no bytes", new byte[0]);
    }

    private void addMessages() {
        byte[] a = frame(header(FrameType.VIDEO, Codec.H264, 0, 100).withFlags(FrameFlags.SYNC), bytes(30));
        byte[] b = frame(header(FrameType.AUDIO, Codec.AAC, 1, 101), bytes(10));
        byte[] c = frame(header(FrameType.TELEMETRY, Codec.JSON, 2, 102), text("{}"));
        byte[] otherRun = frame(header(FrameType.AUDIO, Codec.AAC, 1, 103).at(DAY, 9, 0), bytes(3));
        byte[] otherDay = frame(header(FrameType.AUDIO, Codec.AAC, 1, 103).at(DAY + 1, 7, 0), bytes(3));
        message("three-frames", "video, audio and telemetry", join(a, b, c));
        message("one-frame", "the smallest message", a);
        message("descending", "counters need not ascend", join(c, a));
        message("mixed-runs", "refused at the second frame", join(a, otherRun));
        message("mixed-days", "refused at the second frame", join(a, otherDay));
        message("second-damaged", "the first frame is good", join(a, patchedRaw(b, 45, b[45] ^ 0x80), c));
        message("bytes-behind", "three bytes follow the last frame", join(a, hex("445201")));
        message("empty", "a message has at least one frame", new byte[0]);
    }

    private void addConfigurations() {
        configuration("avc", "with an avcC record", configuration().encode());
        configuration(
                "no-record", "text needs none", new ConfigurationBody("{\"language\":\"de\"}", new byte[0]).encode());
        configuration("empty-json", "length 0, then the record", hex("0000" + "aabb"));
        configuration("cut", "the JSON is longer than the body", hex("0005" + "7b7d"));
        configuration("one-byte", "no room for the length", hex("00"));
    }

    private void valid(String name, String about, FrameHeader header, byte[] body) {
        validBytes(name, about, frame(header, body));
    }

    private void validBytes(String name, String about, byte[] bytes) {
        FrameView view = new FrameView().wrap(bytes, 0, bytes.length).checkCrc();
        Map<String, Object> meaning = about(about);
        meaning.put("valid", true);
        meaning.put("frame", describe(view, 0));
        files.add("frames/" + name + ".bin", bytes);
        files.addJson("frames/" + name + ".json", meaning);
    }

    private void invalid(String name, String about, byte[] bytes) {
        Map<String, Object> meaning = about(about);
        meaning.put("valid", false);
        try {
            new FrameView().wrap(bytes, 0, bytes.length).checkCrc();
            throw new IllegalStateException(name + " is valid");
        } catch (FrameException e) {
            meaning.put("error", describe(e));
        }
        files.add("frames/invalid-" + name + ".bin", bytes);
        files.addJson("frames/invalid-" + name + ".json", meaning);
    }

    private void message(String name, String about, byte[] bytes) {
        Map<String, Object> meaning = about(about);
        List<Object> frames = new ArrayList<>();
        Map<String, Object> error = null;
        try {
            FrameMessage.forEach(
                    new FrameView(), bytes, 0, bytes.length, frame -> frames.add(describe(frame, frame.offset())));
        } catch (FrameException e) {
            error = describe(e);
        }
        meaning.put("valid", error == null);
        meaning.put("frames", frames);
        if (error != null) {
            meaning.put("error", error);
        }
        files.add("messages/" + name + ".bin", bytes);
        files.addJson("messages/" + name + ".json", meaning);
    }

    private void configuration(String name, String about, byte[] body) {
        Map<String, Object> meaning = about(about);
        try {
            ConfigurationBody configuration = ConfigurationBody.decode(ByteBuffer.wrap(body));
            meaning.put("valid", true);
            meaning.put("json", configuration.json());
            meaning.put("codecRecord", HEX.formatHex(configuration.codecRecord()));
        } catch (FrameException e) {
            meaning.put("valid", false);
            meaning.put("error", describe(e));
        }
        files.add("configurations/" + name + ".bin", body);
        files.addJson("configurations/" + name + ".json", meaning);
    }

    private static Map<String, Object> about(String about) {
        Map<String, Object> meaning = new LinkedHashMap<>();
        meaning.put("about", about);
        return meaning;
    }

    private static Map<String, Object> describe(FrameException e) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("reason", e.reason().name());
        error.put("field", e.reason().field());
        error.put("at", e.at());
        return error;
    }

    /** 64-bit values are written as text, because JavaScript's numbers are too small for them. */
    static Map<String, Object> describe(FrameView view, long offset) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("offset", offset);
        frame.put("length", view.length());
        frame.put("type", view.type().name());
        frame.put("typeCode", view.typeCode());
        frame.put("codec", view.codec().name());
        frame.put("codecCode", view.codecCode());
        frame.put("configuration", view.configuration());
        frame.put("flags", view.flags());
        frame.put("sync", view.isSync());
        frame.put("track", view.track());
        frame.put("day", view.day());
        frame.put("run", view.run());
        frame.put("counter", view.counter());
        frame.put("timeMicros", Long.toString(view.timeMicros()));
        frame.put("compositionOffsetMicros", view.compositionOffsetMicros());
        frame.put("durationMicros", view.durationMicros());
        frame.put("crc", view.crc() & 0xFFFF_FFFFL);
        frame.put("body", HEX.formatHex(view.bodyBytes()));
        return frame;
    }

    private static FrameHeader header(FrameType type, Codec codec, int track, long counter) {
        int flags = type == FrameType.VIDEO ? 0 : FrameFlags.SYNC;
        return FrameHeader.of(type, codec)
                .onTrack(track)
                .withFlags(flags)
                .at(DAY, 7, counter)
                .timed(NOON + counter * 20_000, 0, 20_000);
    }

    private static FrameHeader at(FrameHeader header, long counter, int compositionOffset) {
        return header.at(DAY, 7, counter).timed(NOON + counter * 33_333, compositionOffset, 33_333);
    }

    private static FrameHeader configurationHeader() {
        return header(FrameType.CONFIGURATION, Codec.H264, 0, 14).withConfiguration(7);
    }

    private static ConfigurationBody configuration() {
        return new ConfigurationBody(
                "{\"codec\":\"avc1.64001F\",\"width\":1280,\"height\":720,\"role\":\"main\"}",
                hex("0164001fffe1000467640 01f01000468ee3c80".replace(" ", "")));
    }

    private static FrameHeader endOfRun() {
        return header(FrameType.END_OF_RUN, Codec.JSON, 0, 16).withFlags(FrameFlags.SYNC | FrameFlags.LAST_RUN_OF_DAY);
    }

    private static FrameHeader maxima() {
        return new FrameHeader(
                FrameType.DATA,
                Codec.BYTES,
                0xFF,
                0xFF,
                0xFF,
                0xFFFF,
                0xFFFF,
                0xFFFF_FFFFL,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                0xFFFF_FFFFL);
    }

    private static FrameHeader minima() {
        return new FrameHeader(FrameType.VIDEO, Codec.H264, 0, 0, 0, 0, 0, 0, Long.MIN_VALUE, Integer.MIN_VALUE, 0);
    }

    private byte[] frame(FrameHeader header, byte[] body) {
        return encoder.encode(header, body);
    }

    private static byte[] avc(int nalHeader) {
        return ByteBuffer.allocate(12)
                .putInt(8)
                .put((byte) nalHeader)
                .put(bytes(7))
                .array();
    }

    private static byte[] bytes(int count) {
        byte[] result = new byte[count];
        for (int i = 0; i < count; i++) {
            result[i] = (byte) (i * 37 + count);
        }
        return result;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String hex) {
        return HEX.parseHex(hex);
    }

    private static byte[] patchedRaw(byte[] frame, int at, int value) {
        byte[] result = frame.clone();
        result[at] = (byte) value;
        return result;
    }

    /** Another value and the checksum that fits it. */
    private static byte[] patched(byte[] frame, int at, int value) {
        byte[] result = patchedRaw(frame, at, value);
        CRC32C crc = new CRC32C();
        crc.update(result, 0, FrameLayout.CRC_AT);
        crc.update(result, FrameLayout.HEADER_LENGTH, result.length - FrameLayout.HEADER_LENGTH);
        ByteBuffer.wrap(result).putInt(FrameLayout.CRC_AT, (int) crc.getValue());
        return result;
    }

    private static byte[] length(byte[] frame, int length) {
        byte[] result = frame.clone();
        ByteBuffer.wrap(result).putInt(FrameLayout.BODY_LENGTH_AT, length);
        return result;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer target = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            target.put(part);
        }
        return target.array();
    }
}
