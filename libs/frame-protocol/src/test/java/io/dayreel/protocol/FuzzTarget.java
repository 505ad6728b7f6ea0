package io.dayreel.protocol;

import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.clip.SampleClip;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.SampleFrames;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentScan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Something that reads bytes from outside, with valid bytes to begin from. */
record FuzzTarget(String name, int weight, byte[] sample, Reading reading) {

    /** Reads as far as it can, and looks at everything that it got. */
    interface Reading {
        void read(byte[] bytes) throws IOException;
    }

    void read(byte[] bytes) throws IOException {
        reading.read(bytes);
    }

    static List<FuzzTarget> all(Path directory) throws IOException {
        List<byte[]> frames = new SampleFrames(7).recording(3, 80);
        byte[] segment = Files.readAllBytes(
                SampleFrames.write(directory.resolve("a.drs"), frames).file());
        SegmentReader reader = new SegmentReader(new MemorySource(segment));
        int footerAt = (int) reader.frames().end();
        byte[] end = Arrays.copyOfRange(segment, footerAt, segment.length);
        byte[] start = Arrays.copyOf(segment, footerAt);
        byte[] header = Arrays.copyOf(segment, (int) reader.frames().offset());
        byte[] small = concat(header, Arrays.copyOfRange(segment, header.length, header.length + 2500));
        return List.of(
                new FuzzTarget("message", 40, message(frames), FuzzTarget::readMessage),
                new FuzzTarget("table", 25, reader.keyFrames().encode(), FuzzTarget::readTable),
                new FuzzTarget(
                        "footer", 12, end, bytes -> readSegment(withTrailerFor(concat(start, bytes), start.length))),
                new FuzzTarget("trailer", 5, end, bytes -> readSegment(concat(start, bytes))),
                new FuzzTarget("header", 5, header, bytes -> readSegment(concat(bytes, segment, header.length))),
                new FuzzTarget("scan", 6, small, FuzzTarget::scan),
                new FuzzTarget("json", 10, json(frames), bytes -> Json.read(ByteBuffer.wrap(bytes))),
                new FuzzTarget("configuration", 5, configuration(), FuzzTarget::readConfiguration),
                new FuzzTarget("clip", 5, clip(directory), FuzzTarget::readClip));
    }

    private static byte[] message(List<byte[]> frames) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        frames.subList(2, 6).forEach(message::writeBytes);
        return message.toByteArray();
    }

    private static byte[] json(List<byte[]> frames) {
        return ("{\"a\":[1,-2.5e3,true,null,\"\\u00e9\\n\"],\"frames\":" + frames.size() + ",\"o\":{\"x\":{}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] configuration() {
        return new ConfigurationBody("{\"codec\":\"opus\"}", new byte[] {1, 2, 3}).encode();
    }

    private static byte[] clip(Path directory) throws IOException {
        SampleClip camera = new SampleClip(Files.createDirectories(directory.resolve("clip")));
        List<byte[]> frames = SampleClip.recording(120);
        camera.archive(frames.subList(0, 80));
        return camera.clip(frames.subList(50, 120)).proof().bytes();
    }

    private static void readClip(byte[] bytes) {
        ClipProof.read(ByteBuffer.wrap(bytes)).bytes();
    }

    private static void readConfiguration(byte[] bytes) {
        ConfigurationBody.decode(ByteBuffer.wrap(bytes)).encode();
    }

    /** The checksum is mended, so that what lies behind it is tried too. */
    private static void readMessage(byte[] bytes) {
        mendChecksum(bytes);
        FrameMessage.forEach(new FrameView(), bytes, 0, bytes.length, frame -> frame.header()
                .withFlags(frame.body().remaining() & 0xFF));
    }

    private static void mendChecksum(byte[] bytes) {
        if (bytes.length >= 40) {
            int body = ByteBuffer.wrap(bytes).getInt(32);
            if (body >= 0 && body <= bytes.length - 40) {
                CRC32C crc = new CRC32C();
                crc.update(bytes, 0, 36);
                crc.update(bytes, 40, body);
                ByteBuffer.wrap(bytes).putInt(36, (int) crc.getValue());
            }
        }
    }

    private static void readTable(byte[] bytes) {
        KeyFrameTable table = KeyFrameTable.decode(bytes);
        table.bytesForCounters(3, 10, 20);
        table.bytesForTimes(0, Long.MAX_VALUE);
        table.bytesForTimes(Long.MIN_VALUE, SampleFrames.time(30));
        table.encode();
    }

    private static void readSegment(byte[] bytes) throws IOException {
        SegmentReader reader = new SegmentReader(new MemorySource(bytes));
        reader.verify();
        reader.summary();
        reader.keyFrames();
    }

    private static void scan(byte[] bytes) throws IOException {
        SegmentScan.scan(new MemorySource(bytes), (offset, frame) -> frame.header());
    }

    /** A trailer that fits the length, so that a damaged footer is reached. */
    private static byte[] withTrailerFor(byte[] segment, int footerAt) {
        int trailerAt = segment.length - 64;
        if (trailerAt >= footerAt) {
            ByteBuffer trailer = ByteBuffer.wrap(segment, trailerAt, 64).slice();
            trailer.putLong(0, footerAt).putInt(8, trailerAt - footerAt).putInt(12, 80);
            trailer.putLong(48, 0x4452_5345_4731_0000L).putInt(60, 0);
            CRC32C crc = new CRC32C();
            crc.update(trailer.slice(0, 56));
            trailer.putInt(56, (int) crc.getValue());
        }
        return segment;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return concat(a, b, 0);
    }

    private static byte[] concat(byte[] a, byte[] b, int from) {
        byte[] result = Arrays.copyOf(a, a.length + b.length - from);
        System.arraycopy(b, from, result, a.length, b.length - from);
        return result;
    }
}
