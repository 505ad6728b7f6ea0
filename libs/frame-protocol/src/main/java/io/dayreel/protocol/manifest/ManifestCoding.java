package io.dayreel.protocol.manifest;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.json.JsonObject;
import io.dayreel.protocol.manifest.DayManifest.Hole;
import io.dayreel.protocol.manifest.DayManifest.SealedRun;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one way in which a manifest is written as JSON: no white space, members in this order, absent ones left out, integers
 * only, counter ranges as {@code [[first,last],…]}. Unknown members are skipped when read.
 */
final class ManifestCoding {
    private static final long FORMAT = 1;

    private ManifestCoding() {}

    static String write(DayManifest manifest) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("tenant", manifest.stream().tenant());
        members.put("device", manifest.stream().device());
        members.put("day", manifest.stream().day().toString());
        members.put("number", manifest.number());
        manifest.previous().ifPresent(hash -> members.put("previous", hash.hex()));
        members.put("sealed", manifest.sealed().toString());
        members.put("keyId", manifest.keyId());
        members.put(
                "segments",
                manifest.segments().stream().map(ManifestCoding::write).toList());
        members.put("runs", manifest.runs().stream().map(ManifestCoding::write).toList());
        return Json.write(members);
    }

    private static Map<String, Object> write(SealedSegment segment) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("key", segment.key());
        members.put("size", segment.size());
        members.put("root", segment.root().hex());
        members.put("frames", segment.frames());
        members.put("runs", segment.runs().stream().map(ManifestCoding::write).toList());
        members.put("firstReceivedMillis", segment.firstReceivedMillis());
        members.put("lastReceivedMillis", segment.lastReceivedMillis());
        members.put("follows", segment.follows().stream().map(MerkleHash::hex).toList());
        members.put("keyFrames", Base64.getEncoder().encodeToString(segment.keyFrames()));
        return members;
    }

    private static Map<String, Object> write(StoredRun run) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("run", run.run());
        members.put("ranges", write(run.ranges()));
        members.put("firstTimeMicros", run.firstTimeMicros());
        members.put("lastTimeMicros", run.lastTimeMicros());
        return members;
    }

    private static Map<String, Object> write(SealedRun run) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("run", run.run());
        members.put("received", write(run.received()));
        run.end().ifPresent(end -> members.put("end", end));
        members.put("holes", run.holes().stream().map(ManifestCoding::write).toList());
        return members;
    }

    private static Map<String, Object> write(Hole hole) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("ranges", write(hole.ranges()));
        members.put("reason", hole.reason());
        return members;
    }

    /** Pairs {@code [first,last]}. */
    static List<Object> write(CounterRanges ranges) {
        List<Object> pairs = new ArrayList<>();
        for (CounterRange range : ranges.ranges()) {
            pairs.add(List.of(range.first(), range.last()));
        }
        return pairs;
    }

    /** @throws ManifestFormatException naming what is wrong */
    static DayManifest read(ByteBuffer json, int maxLength) {
        try {
            JsonObject members = Json.readObject(json, maxLength);
            if (members.integer("format") != FORMAT) {
                throw new ManifestFormatException("format must be 1 but is " + members.integer("format"));
            }
            return new DayManifest(
                    new StreamId(members.string("tenant"), members.string("device"), Day.parse(members.string("day"))),
                    Math.toIntExact(members.integer("number")),
                    members.optionalString("previous").map(MerkleHash::ofHex),
                    Instant.parse(members.string("sealed")),
                    members.string("keyId"),
                    each(members, "segments", ManifestCoding::segment),
                    each(members, "runs", ManifestCoding::run));
        } catch (FrameException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new ManifestFormatException(e.getMessage(), e);
        }
    }

    private static SealedSegment segment(JsonObject members) {
        return new SealedSegment(
                members.string("key"),
                members.integer("size"),
                MerkleHash.ofHex(members.string("root")),
                members.integer("frames"),
                each(members, "runs", ManifestCoding::storedRun),
                members.integer("firstReceivedMillis"),
                members.integer("lastReceivedMillis"),
                Base64.getDecoder().decode(members.string("keyFrames")),
                members.list("follows").stream()
                        .map(hash -> MerkleHash.ofHex(String.valueOf(hash)))
                        .toList());
    }

    private static StoredRun storedRun(JsonObject members) {
        return new StoredRun(
                Math.toIntExact(members.integer("run")),
                ranges(members, "ranges"),
                members.integer("firstTimeMicros"),
                members.integer("lastTimeMicros"));
    }

    private static SealedRun run(JsonObject members) {
        Optional<Long> end = members.optionalInteger("end");
        return new SealedRun(
                Math.toIntExact(members.integer("run")),
                ranges(members, "received"),
                end,
                each(members, "holes", hole -> new Hole(ranges(hole, "ranges"), hole.string("reason"))));
    }

    private static <T> List<T> each(JsonObject members, String name, Function<JsonObject, T> read) {
        return members.objects(name).stream().map(read).toList();
    }

    /** Pairs {@code [first,last]}. @throws IllegalArgumentException if there is anything else */
    static CounterRanges ranges(JsonObject members, String name) {
        CounterRanges ranges = new CounterRanges();
        for (Object pair : members.list(name)) {
            if (pair instanceof List<?> ends
                    && ends.size() == 2
                    && ends.get(0) instanceof Long first
                    && ends.get(1) instanceof Long last) {
                ranges.add(first, last);
            } else {
                throw new IllegalArgumentException(name + ": a counter range is a pair [first,last]");
            }
        }
        return ranges;
    }
}
