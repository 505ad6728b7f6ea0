package io.dayreel.protocol.golden;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.segment.Arrival;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.IndexEntry;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.SampleFrames;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentScan;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.FramePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Segments with known bytes and their meaning. */
final class GoldenSegments {
    private static final HexFormat HEX = HexFormat.of();

    private final SampleFrames sample = new SampleFrames(42);
    private final GoldenFiles files;
    private final Path directory;

    /** @param directory empty, for files while they are written */
    GoldenSegments(GoldenFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    void addAll() throws IOException {
        byte[] plain = Files.readAllBytes(SampleFrames.write(directory.resolve("plain.drs"), sample.recording(7, 70))
                .file());
        whole("plain", "one run in order: configuration, pictures, events, end of run", plain);
        whole("mixed", "two runs, late frames, a conflict, gone frames, an earlier configuration", mixed());
        int footer = (int) new SegmentReader(new MemorySource(plain)).frames().end();
        scanned("torn", "cut off in mid-frame, no footer", Arrays.copyOf(plain, footer - 10));
        byte[] damaged = plain.clone();
        damaged[2000] ^= 0x10;
        damaged[plain.length - 30] ^= 1;
        scanned("damaged", "a byte in a frame and one in the trailer altered", damaged);
    }

    private byte[] mixed() throws IOException {
        Path file = directory.resolve("mixed.drs");
        StoredConfiguration earlier = StoredConfiguration.decode(sample.configuration(7, 0, 0));
        try (SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of(earlier))) {
            append(writer, 7, 100, 130);
            writer.batch(1_773_482_400_000L, "zXb3kQ", 5, 9_000);
            append(writer, 8, 0, 20);
            writer.batch(1_773_482_401_000L, "zXb3kQ", 5, 9_004);
            append(writer, 7, 90, 100);
            writer.append(SampleFrames.view(sample.video(7, 110)), true);
            writer.batch(1_773_482_401_500L, "zXb3kQ", 5, 9_005);
            writer.append(SampleFrames.view(sample.other(
                    FrameType.GONE,
                    0,
                    8,
                    20,
                    "{\"day\":\"2026-03-14\",\"run\":7,\"ranges\":[[0,5]],\"reason\":\"x\"}")));
            writer.append(SampleFrames.view(sample.other(FrameType.EVENT, 9, 8, 21, "{\"type\":\"door\"}")));
            writer.batch(1_773_482_402_000L, "otherTopic", 5, 3);
            MerkleHash followed = MerkleTree.leafHash(ByteBuffer.allocate(0));
            writer.finish(List.of(followed));
        }
        return Files.readAllBytes(file);
    }

    private void append(SegmentWriter writer, int run, long from, long to) throws IOException {
        for (long counter = from; counter < to; counter++) {
            writer.append(SampleFrames.view(sample.video(run, counter)));
        }
    }

    private void whole(String name, String about, byte[] bytes) throws IOException {
        SegmentReader reader = new SegmentReader(new MemorySource(bytes));
        Map<String, Object> meaning = new LinkedHashMap<>();
        meaning.put("about", about);
        meaning.put("size", bytes.length);
        meaning.put("stream", reader.header().stream().toString());
        meaning.put("created", reader.header().created().toString());
        meaning.put("writer", reader.header().writer());
        meaning.put("framesAt", describe(reader.frames()));
        meaning.put("frameCount", reader.frameCount());
        meaning.put("root", reader.root().hex());
        meaning.put(
                "index", reader.index().stream().map(GoldenSegments::describe).toList());
        meaning.put("keyFrameTable", HEX.formatHex(reader.keyFrames().encode()));
        meaning.put("extents", describe(reader.keyFrames()));
        meaning.put(
                "configurations",
                reader.configurations().stream()
                        .map(c -> HEX.formatHex(c.message()))
                        .toList());
        meaning.put("conflicts", reader.conflicts());
        meaning.put(
                "arrivals",
                reader.arrivals().stream().map(GoldenSegments::describe).toList());
        meaning.put("follows", reader.follows().stream().map(MerkleHash::hex).toList());
        meaning.put(
                "marks",
                reader.marks().stream()
                        .map(mark -> List.of(
                                mark.type().name(),
                                mark.position().toString(),
                                mark.json().orElse("")))
                        .toList());
        meaning.put(
                "tracks",
                reader.tracks().stream()
                        .map(t -> List.of(
                                t.track(), t.typeCode(), t.codecCode(), t.frames(), t.bytes(), t.configurations()))
                        .toList());
        files.add("segments/" + name + ".drs", bytes);
        files.addJson("segments/" + name + ".json", meaning);
    }

    private void scanned(String name, String about, byte[] bytes) throws IOException {
        List<Object> found = new ArrayList<>();
        SegmentScan.Result result = SegmentScan.scan(
                new MemorySource(bytes),
                (offset, frame) ->
                        found.add(List.of(offset, new FramePosition(frame.run(), frame.counter()).toString())));
        Map<String, Object> meaning = new LinkedHashMap<>();
        meaning.put("about", about);
        meaning.put("frames", found);
        meaning.put("skippedBytes", result.skippedBytes());
        meaning.put(
                "damaged",
                result.damaged().stream().map(GoldenSegments::describe).toList());
        files.add("segments/" + name + ".drs", bytes);
        files.addJson("segments/" + name + ".json", meaning);
    }

    private static Map<String, Object> describe(ByteRange range) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("offset", range.offset());
        result.put("length", range.length());
        return result;
    }

    private static Map<String, Object> describe(IndexEntry entry) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("run", entry.run());
        result.put("counter", entry.counter());
        result.put("offset", entry.offset());
        result.put("timeMicros", Long.toString(entry.timeMicros()));
        result.put("track", entry.track());
        result.put("typeCode", entry.typeCode());
        result.put("flags", entry.flags());
        result.put("crc", entry.crc() & 0xFFFF_FFFFL);
        return result;
    }

    private static List<Object> describe(KeyFrameTable table) {
        List<Object> extents = new ArrayList<>();
        for (Extent extent : table.extents()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("ordered", extent.ordered());
            result.put("run", extent.run());
            result.put("counters", List.of(extent.firstCounter(), extent.lastCounter()));
            result.put(
                    "timesMicros",
                    List.of(Long.toString(extent.firstTimeMicros()), Long.toString(extent.lastTimeMicros())));
            result.put("bytes", describe(extent.bytes()));
            result.put("frameCount", extent.frameCount());
            List<Object> keys = new ArrayList<>();
            extent.keyFrames()
                    .forEach(track -> track.forEach(key -> keys.add(
                            List.of(key.track(), key.counter(), Long.toString(key.timeMicros()), key.offset()))));
            result.put("keyFrames", keys);
            extents.add(result);
        }
        return extents;
    }

    private static Map<String, Object> describe(Arrival arrival) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("receiveTimeMillis", arrival.receiveTimeMillis());
        result.put("count", arrival.count());
        result.put("topicId", arrival.topicId());
        result.put("partition", arrival.partition());
        result.put("offset", arrival.offset());
        return result;
    }
}
