package io.dayreel.protocol.manifest;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.manifest.DayReport.Seal;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentVerification;
import io.dayreel.protocol.segment.SegmentVerification.Damage;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Checks a whole day from its objects alone (F1): the chain of manifests and their signatures, then every segment that
 * the newest names, then those that none names. Reads every byte once; holds one footer in memory.
 */
public final class DayVerification {
    private static final String SEGMENT = ".drs";
    private static final int ROOT_DIGITS_IN_NAME = 16;

    private final DayFiles files;
    private final ManifestChain chain;
    private final SortedMap<String, Long> sizes;
    private final Map<String, SegmentVerification> strays = new LinkedHashMap<>();
    private final Map<String, List<MerkleHash>> followed = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> unsealed = new ArrayList<>();
    private long segments;
    private long frames;

    /** Whether a file of that name is a segment or a manifest. */
    public static boolean isOfDay(String name) {
        return name.endsWith(SEGMENT) || ManifestChain.isManifest(name);
    }

    private DayVerification(DayFiles files, List<PublicKey> keys) throws IOException {
        this.files = files;
        this.sizes = files.sizes();
        this.chain = new ManifestChain(files, keys);
    }

    /**
     * Checks a day.
     *
     * @param keys one of which signed each manifest; without any, signatures are not checked and nothing counts as sealed
     * @param stream whose day it is, if that is known from elsewhere
     */
    public static DayReport of(DayFiles files, List<PublicKey> keys, Optional<StreamId> stream) throws IOException {
        return new DayVerification(files, keys).verify(stream);
    }

    /** The manifest that counts, as far as that can be told without a key. */
    public static Optional<SignedManifest> newestManifest(DayFiles files) throws IOException {
        ManifestChain chain = new ManifestChain(files, List.of());
        chain.read(Optional.empty());
        return chain.newest();
    }

    private DayReport verify(Optional<StreamId> stream) throws IOException {
        chain.read(stream);
        findings.addAll(chain.findings());
        Optional<SignedManifest> newest = chain.newest();
        List<SealedSegment> sealed =
                newest.map(signed -> signed.manifest().segments()).orElse(List.of());
        Set<String> named = new HashSet<>();
        sealed.forEach(segment -> named.add(segment.name()));
        for (String name : sizes.keySet()) {
            if (name.endsWith(SEGMENT) && !named.contains(name)) {
                lookAtStray(name);
            }
        }
        Map<MerkleHash, String> byRoot = new HashMap<>();
        strays.forEach((name, stray) -> stray.root().ifPresent(root -> byRoot.put(root, name)));
        sealed.forEach(segment -> byRoot.putIfAbsent(segment.root(), segment.name()));
        for (SealedSegment segment : sealed) {
            verify(segment, byRoot);
        }
        strays.forEach((name, stray) -> judge(name, stray, byRoot.keySet()));
        Optional<Seal> seal = newest.map(signed -> new Seal(
                signed.manifest().number(),
                signed.hash(),
                signed.manifest().sealed(),
                signed.manifest().keyId(),
                chain.signaturesChecked()));
        Optional<StreamId> found = stream.or(() -> newest.map(signed -> signed.manifest().stream()));
        return new DayReport(found, seal, segments, frames, unsealed, findings);
    }

    private void verify(SealedSegment segment, Map<MerkleHash, String> byRoot) throws IOException {
        String name = segment.name();
        Long size = sizes.get(name);
        if (size == null) {
            String elsewhere = Optional.ofNullable(byRoot.get(segment.root()))
                    .filter(other -> !other.equals(name))
                    .map(other -> "; its bytes lie under the name " + other)
                    .orElse("");
            findings.add(Finding.missing(name, "missing: the manifest names it" + elsewhere));
            return;
        }
        segments++;
        SegmentVerification result;
        try (ByteSource source = files.open(name)) {
            result = SegmentVerification.of(source, segment.root());
        }
        frames += result.frames();
        if (result.damage().isPresent()) {
            String other = result.root()
                    .filter(root -> !root.equals(segment.root()))
                    .map(byRoot::get)
                    .filter(found -> !found.equals(name))
                    .map(found -> "; these are the bytes of " + found)
                    .orElse("");
            add(name, result.damage().get(), other + cut(size, segment.size()));
        }
    }

    private static String cut(long size, long sealedSize) {
        return size == sealedSize ? "" : "; it has " + size + " of " + sealedSize + " bytes";
    }

    private void add(String name, Damage damage, String more) {
        findings.add(new Finding(name, Optional.of(damage.bytes()), damage.what() + more));
    }

    /** Reads a segment that the newest manifest does not name. */
    private void lookAtStray(String name) throws IOException {
        segments++;
        try (ByteSource source = files.open(name)) {
            SegmentVerification result = SegmentVerification.of(source);
            frames += result.frames();
            strays.put(name, result);
            followed.put(name, new SegmentReader(source).follows());
        } catch (FrameException unreadable) {
            followed.put(name, List.of()); // its damage is in the result
        }
    }

    private void judge(String name, SegmentVerification result, Set<MerkleHash> present) {
        if (result.damage().isPresent()) {
            add(name, result.damage().get(), "");
            return;
        }
        String root = result.root().orElseThrow().hex();
        if (!name.endsWith("-" + root.substring(0, ROOT_DIGITS_IN_NAME) + SEGMENT)) {
            findings.add(
                    Finding.at(name, 0, sizes.get(name), "whole in itself, but its name is not that of root " + root));
            return;
        }
        unsealed.add(name);
        for (MerkleHash follows : followed.get(name)) {
            if (!present.contains(follows) && !chain.knows(follows)) {
                findings.add(Finding.missing(
                        "segment with root " + follows, "missing: " + name + " names it as one that came before"));
            }
        }
    }
}
