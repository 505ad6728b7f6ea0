package io.dayreel.protocol.golden;

import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayManifest.Hole;
import io.dayreel.protocol.manifest.DayManifest.SealedRun;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.manifest.SealKeyId;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.SampleFrames;
import io.dayreel.protocol.segment.SegmentExcerpt;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.segment.SegmentWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A day as object storage holds it: two segments, sealed after the first and again after the second, and a proof of some
 * of its frames. The directory is named after the version that writes it so.
 */
final class GoldenDays {
    private static final String THIS_VERSION = "days/0.1/";
    private static final String DAY = THIS_VERSION + "day/";
    private static final String EXCERPT = THIS_VERSION + "excerpt.frames";
    private static final String PROOF = THIS_VERSION + "excerpt.frames.proof";

    /** Not secret: the first key of RFC 8032, section 7.1, as PKCS #8 and X.509 put it. */
    private static final String PRIVATE_KEY =
            "302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String PUBLIC_KEY =
            "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private final SampleFrames sample = new SampleFrames(43);
    private final List<SegmentSummary> segments = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private final GoldenFiles files;
    private final Path directory;

    /** @param directory empty, for files while they are written */
    GoldenDays(GoldenFiles files, Path directory) {
        this.files = files;
        this.directory = directory;
    }

    void addAll() throws IOException {
        segment(7, 0, 40, List.of());
        SignedManifest first = seal(Optional.empty());
        segment(7, 45, 80, List.of(segments.get(0).root()));
        SignedManifest second = seal(Optional.of(first));
        proof(second);

        Map<String, Object> meaning = new LinkedHashMap<>();
        meaning.put("about", "a run with a hole, sealed after the first segment and again after the second");
        meaning.put("publicKey", PUBLIC_KEY);
        meaning.put("newest", second.manifest().number());
        meaning.put("newestHash", second.hash().hex());
        meaning.put("segments", segments.size());
        meaning.put(
                "frames",
                segments.stream().mapToLong(SegmentSummary::frameCount).sum());
        files.addJson(THIS_VERSION + "meaning.json", meaning);
    }

    private void segment(int run, long from, long to, List<MerkleHash> follows) throws IOException {
        Path file = directory.resolve("day-" + from + ".drs");
        SegmentSummary summary;
        try (SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of())) {
            for (long counter = from; counter < to; counter++) {
                byte[] message = counter == from ? sample.configuration(run, counter, 0) : sample.video(run, counter);
                writer.append(SampleFrames.view(message));
            }
            writer.batch(1_773_482_400_000L + from, "zXb3kQ", 5, 9_000 + from);
            summary = writer.finish(follows).summary();
        }
        segments.add(summary);
        contents.add(Files.readAllBytes(file));
        files.add(DAY + nameOf(summary), Files.readAllBytes(file));
    }

    private SignedManifest seal(Optional<SignedManifest> before) {
        int number = segments.size() - 1;
        CounterRanges received = CounterRanges.of(segments.stream()
                .flatMap(segment -> segment.runs().get(0).ranges().stream())
                .toList());
        List<Hole> holes =
                number == 0 ? List.of() : List.of(new Hole(CounterRanges.of(new CounterRange(40, 44)), "spool-full"));
        DayManifest manifest = new DayManifest(
                segments.get(0).stream(),
                number,
                before.map(SignedManifest::hash),
                Instant.parse("2026-03-15T01:02:03.004Z").plusSeconds(number),
                SealKeyId.of(publicKey(PUBLIC_KEY)),
                segments.stream().map(GoldenDays::sealed).toList(),
                List.of(new SealedRun(7, received, number == 0 ? Optional.empty() : Optional.of(80L), holes)));
        SignedManifest signed = SignedManifest.sign(manifest, privateKey());
        files.add(DAY + DayManifest.name(number), signed.bytes());
        return signed;
    }

    private void proof(SignedManifest newest) throws IOException {
        byte[] segment = contents.get(1);
        SegmentExcerpt excerpt = SegmentExcerpt.of(
                        new MemorySource(segment),
                        segments.get(1).root(),
                        entry -> entry.counter() >= 50 && entry.counter() < 60)
                .orElseThrow();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (ByteRange frame : excerpt.frames()) {
            frames.write(segment, (int) frame.offset(), (int) frame.length());
        }
        files.add(EXCERPT, frames.toByteArray());
        files.add(PROOF, new ExcerptProof(newest, List.of(ExcerptProof.Part.of(excerpt))).bytes());
    }

    private static SealedSegment sealed(SegmentSummary segment) {
        List<StoredRun> runs = segment.runs().stream()
                .map(run -> new StoredRun(
                        run.run(), CounterRanges.of(run.ranges()), run.firstTimeMicros(), run.lastTimeMicros()))
                .toList();
        return new SealedSegment(
                segment.stream() + "/" + nameOf(segment),
                segment.size(),
                segment.root(),
                segment.frameCount(),
                runs,
                1_773_482_400_000L,
                1_773_482_401_000L,
                segment.keyFrames().encode(),
                segment.follows());
    }

    private static String nameOf(SegmentSummary segment) {
        return "%05d-%010d-%s.drs"
                .formatted(
                        segment.first().run(),
                        segment.first().counter(),
                        segment.root().hex().substring(0, 16));
    }

    private static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(PRIVATE_KEY)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param hex the key in its X.509 form */
    static PublicKey publicKey(String hex) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(hex)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
