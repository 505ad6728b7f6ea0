package io.dayreel.protocol.manifest;

import io.dayreel.protocol.manifest.DayManifest.Hole;
import io.dayreel.protocol.manifest.DayManifest.SealedRun;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.ClosedSegment;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.RunSummary;
import io.dayreel.protocol.segment.SampleFrames;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SegmentWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A day in memory: segments that follow one another, sealed when told. */
final class SampleDay implements DayFiles {
    static final KeyPair KEY = newKey();

    final TreeMap<String, byte[]> files = new TreeMap<>();
    private final SampleFrames frames = new SampleFrames(11);
    private final Path directory;
    private final List<SegmentSummary> segments = new ArrayList<>();
    private Optional<SignedManifest> newest = Optional.empty();

    SampleDay(Path directory) {
        this.directory = directory;
    }

    static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a segment with some frames of a run, that names the one before. @return its name */
    String addSegment(int run, int count) throws IOException {
        Path file = directory.resolve(run + ".drs");
        List<MerkleHash> follows = segments.isEmpty()
                ? List.of()
                : List.of(segments.get(segments.size() - 1).root());
        ClosedSegment closed;
        try (SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of())) {
            for (byte[] message : frames.recording(run, count)) {
                writer.append(SampleFrames.view(message));
            }
            writer.batch(1_773_000_000_000L + run, "topic-id", 3, 1000L + run);
            closed = writer.finish(follows);
        }
        segments.add(closed.summary());
        String name = nameOf(closed.summary());
        files.put(name, Files.readAllBytes(file));
        return name;
    }

    private static String nameOf(SegmentSummary segment) {
        return "%05d-%010d-%s.drs"
                .formatted(
                        segment.first().run(),
                        segment.first().counter(),
                        segment.root().hex().substring(0, 16));
    }

    /** Writes the next manifest over all segments. @return its name */
    String seal() {
        return seal(KEY);
    }

    String seal(KeyPair key) {
        int number = newest.map(signed -> signed.manifest().number() + 1).orElse(0);
        DayManifest manifest = new DayManifest(
                segments.get(0).stream(),
                number,
                newest.map(SignedManifest::hash),
                Instant.parse("2026-03-15T01:02:03.004Z"),
                SealKeyId.of(key.getPublic()),
                segments.stream().map(SampleDay::sealed).toList(),
                List.of(new SealedRun(
                        7,
                        CounterRanges.of(new CounterRange(0, 59)),
                        Optional.of(99L),
                        List.of(new Hole(CounterRanges.of(new CounterRange(60, 98)), "spool \"full\" – ü")))));
        SignedManifest signed = SignedManifest.sign(manifest, key.getPrivate());
        newest = Optional.of(signed);
        files.put(DayManifest.name(number), signed.bytes());
        return DayManifest.name(number);
    }

    private static SealedSegment sealed(SegmentSummary segment) {
        List<StoredRun> runs = new ArrayList<>();
        for (RunSummary run : segment.runs()) {
            runs.add(new StoredRun(
                    run.run(), CounterRanges.of(run.ranges()), run.firstTimeMicros(), run.lastTimeMicros()));
        }
        return new SealedSegment(
                segment.stream() + "/" + nameOf(segment),
                segment.size(),
                segment.root(),
                segment.frameCount(),
                runs,
                1,
                2,
                segment.keyFrames().encode(),
                segment.follows());
    }

    DayReport verified() throws IOException {
        return DayVerification.of(this, List.of(KEY.getPublic()), Optional.empty());
    }

    @Override
    public SortedMap<String, Long> sizes() {
        SortedMap<String, Long> sizes = new TreeMap<>();
        files.forEach((name, bytes) -> sizes.put(name, (long) bytes.length));
        return sizes;
    }

    @Override
    public ByteSource open(String name) {
        return new MemorySource(files.get(name));
    }
}
