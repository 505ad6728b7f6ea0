package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.Loose;
import io.dayreel.protocol.clip.ClipPart.NotYetProven;
import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.clip.ClipPart.Placed;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.LebReader;
import io.dayreel.protocol.segment.LebWriter;
import io.dayreel.protocol.segment.SegmentOutline;
import io.dayreel.protocol.stream.DeviceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a clip's proof. u = unsigned LEB128.
 *
 * <pre>
 * proof: u8 version 1 · u length · tenant/device in UTF-8 · u manifests · (u length · whole manifest-{n}.json)…
 *        · u lanes · (u MP4 track · u8 type · u8 track · u8 codec)… · u parts · part…
 * part:  u8 0 · u day · u frames · loose frame…                                     not yet proven
 *        u8 1 · u length · segment header · u length · footer · u frames · placed frame… · u others · 32-byte hash…
 * </pre>
 *
 * Frames: {@link FrameCoding}, begun anew in each part.
 */
final class ClipProofCoding {
    private static final int VERSION = 1;
    private static final int LOOSE = 0;
    private static final int OF_SEGMENT = 1;
    private static final int MIN_PART = 3;
    private static final int MIN_LANE = 4;

    private ClipProofCoding() {}

    static byte[] encode(ClipProof proof) {
        LebWriter target = new LebWriter().u8(VERSION);
        block(target, proof.device().toString().getBytes(StandardCharsets.UTF_8));
        target.unsigned(proof.manifests().size());
        proof.manifests().forEach(manifest -> block(target, manifest.bytes()));
        target.unsigned(proof.lanes().size());
        proof.lanes().forEach(lane -> target.unsigned(lane.trackId())
                .u8(lane.type().code())
                .u8(lane.track())
                .u8(lane.codec().code()));
        target.unsigned(proof.parts().size());
        for (ClipPart part : proof.parts()) {
            FrameCoding coding = new FrameCoding(proof.lanes());
            if (part instanceof OfSegment proven) {
                encode(proven, coding, target);
            } else if (part instanceof NotYetProven loose) {
                encode(loose, coding, target);
            }
        }
        return target.toArray();
    }

    private static void encode(OfSegment part, FrameCoding coding, LebWriter target) {
        target.u8(OF_SEGMENT);
        block(target, part.segment().headerBytes());
        block(target, part.segment().footerBytes());
        target.unsigned(part.frames().size());
        part.frames().forEach(frame -> coding.write(frame, target));
        target.unsigned(part.others().size());
        part.others().forEach(hash -> target.bytes(hash.bytes()));
    }

    private static void encode(NotYetProven part, FrameCoding coding, LebWriter target) {
        target.u8(LOOSE)
                .unsigned(
                        part.frames().isEmpty()
                                ? 0
                                : part.frames().get(0).header().day())
                .unsigned(part.frames().size());
        part.frames().forEach(frame -> coding.write(frame, target));
    }

    private static void block(LebWriter target, byte[] bytes) {
        target.unsigned(bytes.length).bytes(bytes);
    }

    static ClipProof decode(ByteBuffer content) {
        LebReader source = new LebReader(content, "proof of a clip");
        if (content.remaining() > ClipProof.MAX_LENGTH || source.u8() != VERSION) {
            throw source.wrong("it is longer than " + ClipProof.MAX_LENGTH + " bytes or its version is not 1");
        }
        try {
            DeviceId device = DeviceId.parse(new String(block(source), StandardCharsets.UTF_8));
            List<SignedManifest> manifests = new ArrayList<>();
            for (int i = source.count(1); i > 0; i--) {
                manifests.add(SignedManifest.read(block(source)));
            }
            List<ClipLane> lanes = new ArrayList<>();
            for (int i = source.count(MIN_LANE); i > 0; i--) {
                lanes.add(lane(source));
            }
            List<ClipPart> parts = new ArrayList<>();
            for (int i = source.count(MIN_PART); i > 0; i--) {
                parts.add(part(source, lanes));
            }
            source.requireEnd();
            return new ClipProof(device, manifests, lanes, parts);
        } catch (ManifestFormatException | IllegalArgumentException e) {
            throw source.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] block(LebReader source) {
        return source.bytes(source.count(1));
    }

    private static ClipLane lane(LebReader source) {
        int trackId = (int) source.atMost(Integer.MAX_VALUE, "track");
        FrameType type = FrameType.of(source.u8());
        int track = source.u8();
        Codec codec = Codec.of(source.u8());
        if (type == FrameType.UNKNOWN || codec == Codec.UNKNOWN) {
            throw source.wrong("frames of an unknown kind");
        }
        return new ClipLane(trackId, type, track, codec);
    }

    private static ClipPart part(LebReader source, List<ClipLane> lanes) {
        FrameCoding coding = new FrameCoding(lanes);
        int kind = source.u8();
        if (kind == LOOSE) {
            int day = (int) source.atMost(0xFFFF, "day");
            List<Loose> frames = new ArrayList<>();
            for (int i = source.count(FrameCoding.MIN_LOOSE); i > 0; i--) {
                frames.add(coding.readLoose(source, day));
            }
            return new NotYetProven(frames);
        }
        if (kind != OF_SEGMENT) {
            throw source.wrong("a part of kind " + kind);
        }
        SegmentOutline segment = SegmentOutline.of(block(source), block(source));
        List<Placed> frames = new ArrayList<>();
        for (int i = source.count(FrameCoding.MIN_PLACED); i > 0; i--) {
            frames.add(coding.readPlaced(source, segment.index().size()));
            if (frames.size() > 1
                    && frames.get(frames.size() - 2).frame()
                            >= frames.get(frames.size() - 1).frame()) {
                throw source.wrong("frames of a segment do not ascend");
            }
        }
        List<MerkleHash> others = new ArrayList<>();
        for (int i = source.count(MerkleHash.LENGTH); i > 0; i--) {
            others.add(new MerkleHash(source.bytes(MerkleHash.LENGTH)));
        }
        return new OfSegment(segment, frames, others);
    }
}
