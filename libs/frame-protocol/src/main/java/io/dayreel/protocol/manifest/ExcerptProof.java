package io.dayreel.protocol.manifest;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;
import io.dayreel.protocol.json.JsonObject;
import io.dayreel.protocol.manifest.DayReport.Finding;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.merkle.SubsetProof;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentExcerpt;
import io.dayreel.protocol.segment.SegmentScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proof that the frames of a file are frames of a sealed day, without the rest of the day: the signed manifest, and for
 * each segment that the frames come from the hashes that lead from them to its root.
 *
 * <p>As a file: {@code {"format":1,"manifest":base64,"segments":[{"root":hex,"leaves":n,"proven":[[first,last],…],
 * "others":base64 of 32 bytes each},…]}} in UTF-8 and a line feed. The frames' own file has their messages one after the
 * other, in the order of {@code segments} and of their leaves.
 *
 * @param manifest that names the segments
 * @param parts in the order of the frames
 */
public record ExcerptProof(SignedManifest manifest, List<Part> parts) {
    /** Largest file that is read. */
    public static final int MAX_LENGTH = 2 * SignedManifest.MAX_LENGTH;

    private static final long FORMAT = 1;

    /** The frames of one segment. */
    public record Part(MerkleHash root, SubsetProof proof) {
        /** What of an excerpt goes into the file. */
        public static Part of(SegmentExcerpt excerpt) {
            return new Part(excerpt.root(), excerpt.proof());
        }
    }

    public ExcerptProof {
        parts = List.copyOf(parts);
    }

    /** The file's bytes. */
    public byte[] bytes() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format", FORMAT);
        members.put("manifest", Base64.getEncoder().encodeToString(manifest.bytes()));
        members.put("segments", parts.stream().map(ExcerptProof::write).toList());
        return (Json.write(members) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> write(Part part) {
        ByteBuffer others = ByteBuffer.allocate(part.proof().others().size() * MerkleHash.LENGTH);
        part.proof().others().forEach(hash -> others.put(hash.bytes()));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("root", part.root().hex());
        members.put("leaves", part.proof().leafCount());
        members.put("proven", ManifestCoding.write(part.proof().leaves()));
        members.put("others", Base64.getEncoder().encodeToString(others.array()));
        return members;
    }

    /**
     * Reads a proof's file; nothing is checked yet.
     *
     * @throws ManifestFormatException if it is none
     */
    public static ExcerptProof read(byte[] file) {
        try {
            JsonObject members = Json.readObject(ByteBuffer.wrap(file), MAX_LENGTH);
            if (members.integer("format") != FORMAT) {
                throw new ManifestFormatException("format must be 1 but is " + members.integer("format"));
            }
            byte[] manifest = Base64.getDecoder().decode(members.string("manifest"));
            return new ExcerptProof(
                    SignedManifest.read(manifest),
                    members.objects("segments").stream().map(ExcerptProof::part).toList());
        } catch (FrameException | IllegalArgumentException e) {
            throw new ManifestFormatException("no proof: " + e.getMessage(), e);
        }
    }

    private static Part part(JsonObject members) {
        ByteBuffer hashes = ByteBuffer.wrap(Base64.getDecoder().decode(members.string("others")));
        List<MerkleHash> others = new ArrayList<>();
        while (hashes.remaining() >= MerkleHash.LENGTH) {
            others.add(MerkleHash.read(hashes));
        }
        return new Part(
                MerkleHash.ofHex(members.string("root")),
                new SubsetProof(members.integer("leaves"), ManifestCoding.ranges(members, "proven"), others));
    }

    /** How many frames it proves. */
    public long frames() {
        return parts.stream().mapToLong(part -> part.proof().leaves().size()).sum();
    }

    /**
     * Holds frames against this proof.
     *
     * @param frames their messages, as long as the caller likes; reads every byte once
     * @param name of the file, for the finding
     * @param keys one of which has to have signed the manifest; without any the signature is not checked
     * @return what is wrong, and where in the file; empty if every frame is proven
     */
    public Optional<Finding> objection(ByteSource frames, String name, List<PublicKey> keys) throws IOException {
        Optional<String> untrusted = keys.isEmpty() ? Optional.empty() : manifest.objection(keys);
        if (untrusted.isPresent()) {
            return Optional.of(Finding.at(name, 0, frames.size(), "its manifest is " + untrusted.get()));
        }
        List<ByteRange> places = new ArrayList<>();
        List<MerkleHash> leaves = new ArrayList<>();
        SegmentScan.Result scan = SegmentScan.scan(frames, (offset, frame) -> {
            places.add(new ByteRange(offset, frame.length()));
            leaves.add(MerkleTree.leafHash(ByteBuffer.wrap(frame.messageBytes())));
        });
        if (!scan.damaged().isEmpty()) {
            ByteRange first = scan.damaged().get(0);
            return Optional.of(Finding.at(name, first.offset(), first.end(), "no frame whose checksum holds"));
        }
        if (leaves.size() != frames()) {
            return Optional.of(
                    Finding.at(name, 0, frames.size(), leaves.size() + " frames where the proof is of " + frames()));
        }
        return firstUnproven(name, places, leaves);
    }

    private Optional<Finding> firstUnproven(String name, List<ByteRange> places, List<MerkleHash> leaves) {
        int at = 0;
        for (Part part : parts) {
            int end = at + (int) part.proof().leaves().size();
            Optional<MerkleHash> root = part.proof().root(leaves.subList(at, end));
            boolean sealed = manifest.manifest().segments().stream()
                    .anyMatch(segment -> segment.root().equals(part.root()));
            if (!sealed || !root.equals(Optional.of(part.root()))) {
                return Optional.of(Finding.at(
                        name,
                        places.get(at).offset(),
                        places.get(end - 1).end(),
                        sealed
                                ? "not the frames of the segment with root " + part.root()
                                : "of a segment that the manifest does not name"));
            }
            at = end;
        }
        return Optional.empty();
    }
}
