package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment without its frames: header and footer, which prove each other by the root that they give together. Whoever
 * trusts that root trusts the index and the configurations in here, and can check frames against it group by group,
 * wherever they come from. Takes as much memory as the footer and its index. Immutable.
 */
public final class SegmentOutline {
    private final byte[] headerBytes;
    private final byte[] footerBytes;
    private final SegmentHeader header;
    private final SegmentFooter footer;
    private final SegmentSubtrees subtrees;
    private final List<IndexEntry> index;
    private final MerkleHash root;

    private SegmentOutline(byte[] headerBytes, byte[] footerBytes) {
        this.headerBytes = headerBytes;
        this.footerBytes = footerBytes;
        header = SegmentHeader.decode(ByteBuffer.wrap(headerBytes));
        footer = SegmentFooter.decode(ByteBuffer.wrap(footerBytes));
        subtrees = footer.subtrees();
        if (!MerkleTree.leafHash(ByteBuffer.wrap(headerBytes)).equals(subtrees.header())) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "the header is not the one of this footer");
        }
        index = footer.index(subtrees.leafCount() - 1);
        root = subtrees.root(ByteBuffer.wrap(footerBytes));
    }

    /**
     * Takes header and footer over.
     *
     * @throws FrameException (SEGMENT) if they are none, do not fit each other, or are of a segment without inner hashes
     */
    public static SegmentOutline of(byte[] header, byte[] footer) {
        return new SegmentOutline(header, footer);
    }

    /** Reads header and footer, and nothing of the frames. @throws FrameException as above, also for a wrong trailer */
    public static SegmentOutline read(ByteSource source) throws IOException {
        SegmentReader reader = new SegmentReader(source);
        SegmentOutline outline = new SegmentOutline(bytes(SegmentReader.readHeader(source)), bytes(reader.footer()));
        if (!outline.root.equals(reader.root())) {
            throw new FrameException(
                    FrameException.Reason.SEGMENT, 0, "the footer is not that of root " + reader.root());
        }
        return outline;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    public SegmentHeader header() {
        return header;
    }

    /** As header and footer give it; who wants to trust it compares it with a manifest's. */
    public MerkleHash root() {
        return root;
    }

    /** One entry per frame in stored order. */
    public List<IndexEntry> index() {
        return index;
    }

    /** What the frames use, also what came in earlier segments. */
    public List<StoredConfiguration> configurations() {
        return footer.configurations();
    }

    /** A copy of all of the header. */
    public byte[] headerBytes() {
        return headerBytes.clone();
    }

    /** A copy of all of the footer. */
    public byte[] footerBytes() {
        return footerBytes.clone();
    }

    /** Number of the group in which a frame is checked, ascending with frames. */
    public int group(int frame) {
        return (frame + 1) >>> subtrees.level();
    }

    /** The group's first frame: the header is the first leaf of group 0. */
    public int firstFrame(int group) {
        return group == 0 ? 0 : group * subtrees.groupSize() - 1;
    }

    /** Behind the group's last frame. */
    public int endFrame(int group) {
        return (int) Math.min(index.size(), (group + 1L) * subtrees.groupSize() - 1);
    }

    /** Whether a group's frames are those of this segment. @param leaves hashes of all of its messages, in stored order */
    public boolean holds(int group, List<MerkleHash> leaves) {
        MerkleTree tree = new MerkleTree();
        if (group == 0) {
            tree.addHash(subtrees.header());
        }
        leaves.forEach(tree::addHash);
        return leaves.size() == endFrame(group) - firstFrame(group)
                && tree.root().equals(subtrees.group(group));
    }

    /**
     * Reads the frames of a group, all of it in one piece.
     *
     * @param source the segment that this was read from
     * @return hashes of their messages, in stored order
     * @throws FrameException (SEGMENT) if one of them was altered
     */
    public List<MerkleHash> leaves(ByteSource source, int group) throws IOException {
        long framesEnd = footer.keyFrames().extents().stream()
                .mapToLong(extent -> extent.bytes().end())
                .max()
                .orElse(0);
        VerifiedFrames frames = new VerifiedFrames(source, index, framesEnd);
        List<MerkleHash> leaves = frames.fit() ? frames.leaves(firstFrame(group), endFrame(group)) : new ArrayList<>();
        if (!holds(group, leaves)) {
            throw new FrameException(
                    FrameException.Reason.SEGMENT,
                    index.get(firstFrame(group)).offset(),
                    "a frame here is not as it was written");
        }
        return leaves;
    }
}
