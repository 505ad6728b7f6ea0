package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.segment.SegmentVerification.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Header and frames of a segment, cut as its index says and held against hashes. */
final class VerifiedFrames {
    private final ByteSource source;
    private final List<IndexEntry> index;
    private final long framesEnd;
    private final FrameView view = new FrameView();

    /** @param framesEnd where the footer begins */
    VerifiedFrames(ByteSource source, List<IndexEntry> index, long framesEnd) {
        this.source = source;
        this.index = index;
        this.framesEnd = framesEnd;
    }

    /** Whether the index names frames that follow one another up to the footer. */
    boolean fit() {
        if (index.isEmpty()
                || index.get(0).offset() < SegmentFormat.HEADER_JSON_AT
                || index.get(0).offset() > SegmentFormat.HEADER_JSON_AT + SegmentFormat.MAX_HEADER_JSON) {
            return false;
        }
        for (int i = 0; i < index.size(); i++) {
            long length = end(i) - index.get(i).offset();
            if (length < FrameLayout.HEADER_LENGTH || length > FrameLayout.MAX_FRAME_LENGTH) {
                return false;
            }
        }
        return true;
    }

    ByteRange bytes(int frame) {
        return new ByteRange(
                index.get(frame).offset(), end(frame) - index.get(frame).offset());
    }

    private long end(int frame) {
        return frame + 1 == index.size() ? framesEnd : index.get(frame + 1).offset();
    }

    ByteBuffer header() throws IOException {
        return source.read(0, (int) index.get(0).offset());
    }

    /** The first header or frame bytes that the hashes do not know: one frame if its checksum tells, else its group. */
    Optional<Damage> firstDamage(SegmentSubtrees trusted) throws IOException {
        ByteBuffer header = header();
        if (!MerkleTree.leafHash(header).equals(trusted.header())) {
            return Optional.of(new Damage(new ByteRange(0, header.remaining()), "the header was altered"));
        }
        Window window = new Window(source, framesEnd);
        int size = trusted.groupSize();
        int first = 0;
        MerkleTree tree = new MerkleTree();
        tree.addHash(trusted.header());
        for (int group = 0; first < index.size(); group++) {
            int end = (int) Math.min(index.size(), (group + 1L) * size - 1);
            Optional<Damage> suspect = add(first, end, window, tree);
            if (!tree.root().equals(trusted.group(group))) {
                return Optional.of(suspect.orElse(inGroup(first, end)));
            }
            first = end;
            tree = new MerkleTree();
        }
        return Optional.empty();
    }

    private Damage inGroup(int first, int end) {
        ByteRange from = bytes(first);
        long length = bytes(end - 1).end() - from.offset();
        return new Damage(
                new ByteRange(from.offset(), length),
                "frames " + index.get(first).position() + " to "
                        + index.get(end - 1).position() + " have good checksums, but one of them was altered");
    }

    /** The leaves of frames {@code first} to before {@code end}. */
    List<MerkleHash> leaves(int first, int end) throws IOException {
        Window window = new Window(source, bytes(end - 1).end());
        List<MerkleHash> leaves = new ArrayList<>();
        for (int i = first; i < end; i++) {
            leaves.add(MerkleTree.leafHash(load(window, i)));
        }
        return leaves;
    }

    private Optional<Damage> add(int first, int end, Window window, MerkleTree tree) throws IOException {
        Optional<Damage> suspect = Optional.empty();
        for (int i = first; i < end; i++) {
            ByteBuffer frame = load(window, i);
            tree.add(frame);
            if (suspect.isEmpty()) {
                suspect = suspicion(frame, i);
            }
        }
        return suspect;
    }

    private ByteBuffer load(Window window, int frame) throws IOException {
        ByteRange at = bytes(frame);
        window.load(at.offset(), (int) at.length());
        return window.bytes().slice(window.index(at.offset()), (int) at.length());
    }

    /** What is wrong with a frame by its own checksum and its index entry, if anything is. */
    private Optional<Damage> suspicion(ByteBuffer frame, int number) {
        IndexEntry entry = index.get(number);
        String what = "not the frame " + entry.position() + " that the index names";
        try {
            view.wrap(frame, 0, frame.capacity()).checkCrc();
            if (view.length() == frame.capacity()
                    && IndexEntry.of(view, entry.offset()).equals(entry)) {
                return Optional.empty();
            }
        } catch (FrameException e) {
            what = e.shiftedBy(entry.offset()).getMessage();
        }
        return Optional.of(new Damage(bytes(number), what));
    }
}
