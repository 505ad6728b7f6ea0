package io.dayreel.protocol.clip;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.stream.DeviceId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * What a clip carries in a {@code uuid} box so that it can be checked without anything else but the public key: which
 * sample is the body of which frame, and of each segment that the frames come from header and footer, so that the
 * segment's root follows; and the signed manifests of those days that were sealed. docs/reference/protocol.md has the
 * bytes. Takes a few bytes per frame and about 13 per frame of its segments.
 *
 * @param device whose frames these are
 * @param manifests of sealed days, at most one of each day
 * @param lanes what tracks the samples are in
 * @param parts in any order
 */
public record ClipProof(DeviceId device, List<SignedManifest> manifests, List<ClipLane> lanes, List<ClipPart> parts) {
    /** The extended type of the box. */
    public static final UUID BOX_TYPE = UUID.fromString("832fb93b-a112-4281-aca5-42876a422fef");

    /** Largest content of the box that is written or read. */
    public static final int MAX_LENGTH = 64 << 20;

    public ClipProof {
        manifests = List.copyOf(manifests);
        lanes = List.copyOf(lanes);
        parts = List.copyOf(parts);
    }

    /** The box's content behind its extended type. The same proof gives the same bytes. */
    public byte[] bytes() {
        return ClipProofCoding.encode(this);
    }

    /**
     * Reads a box's content behind its extended type; nothing is checked yet but that each segment's header and footer
     * fit each other. Takes memory in proportion to the bytes.
     *
     * @throws FrameException if it is none
     */
    public static ClipProof read(ByteBuffer content) {
        return ClipProofCoding.decode(content);
    }
}
