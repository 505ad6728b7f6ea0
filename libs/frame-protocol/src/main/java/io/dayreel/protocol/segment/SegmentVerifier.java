package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.segment.SegmentVerification.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Recomputes a segment's root. Frames are cut as the index says, and each is held against its index entry. */
final class SegmentVerifier {
    private final ByteSource source;
    private final ByteBuffer header;
    private final SegmentTrailer trailer;
    private final ByteBuffer footerBytes;
    private final SegmentFooter footer;
    private final MerkleTree tree = new MerkleTree();
    private final FrameView view = new FrameView();

    SegmentVerifier(
            ByteSource source,
            ByteBuffer header,
            SegmentTrailer trailer,
            ByteBuffer footerBytes,
            SegmentFooter footer) {
        this.source = source;
        this.header = header;
        this.trailer = trailer;
        this.footerBytes = footerBytes;
        this.footer = footer;
    }

    SegmentVerification verify(MerkleHash expected) throws IOException {
        tree.add(header);
        Optional<Damage> damage = verifyFrames();
        tree.add(footerBytes);
        MerkleHash root = tree.root();
        if (damage.isEmpty() && !root.equals(expected)) {
            damage = Optional.of(unlocated(root));
        }
        return new SegmentVerification(root, damage);
    }

    private Damage unlocated(MerkleHash root) {
        if (root.equals(trailer.root())) {
            return new Damage(
                    new ByteRange(0, trailer.footer().end()), "whole, but not the segment that was announced");
        }
        return new Damage(trailer.footer(), "every frame is as indexed, so that footer, header or root was altered");
    }

    private Optional<Damage> verifyFrames() throws IOException {
        List<IndexEntry> index;
        try {
            index = footer.index(trailer.frameCount());
        } catch (FrameException e) {
            return Optional.of(new Damage(trailer.footer(), e.getMessage()));
        }
        Window window = new Window(source, trailer.footer().offset());
        Optional<Damage> first = Optional.empty();
        long at = header.remaining();
        for (int i = 0; i < index.size(); i++) {
            boolean last = i + 1 == index.size();
            long end = last ? trailer.footer().offset() : index.get(i + 1).offset();
            boolean fits = index.get(i).offset() == at
                    && end <= trailer.footer().offset()
                    && end - at >= FrameLayout.HEADER_LENGTH
                    && end - at <= FrameLayout.MAX_FRAME_LENGTH;
            if (!fits) {
                return Optional.of(first.orElse(new Damage(trailer.footer(), "the index does not fit the frames")));
            }
            Optional<Damage> damage = verifyFrame(window, index.get(i), (int) (end - at));
            first = first.isPresent() ? first : damage;
            at = end;
        }
        return first;
    }

    private Optional<Damage> verifyFrame(Window window, IndexEntry entry, int length) throws IOException {
        long at = entry.offset();
        int available = window.load(at, length);
        int index = window.index(at);
        tree.add(window.bytes().slice(index, available));
        String what = "not the frame " + entry.position() + " that the index names";
        try {
            view.wrap(window.bytes(), index, index + available).checkCrc();
            if (view.length() == length && IndexEntry.of(view, at).equals(entry)) {
                return Optional.empty();
            }
        } catch (FrameException e) {
            what = e.shiftedBy(window.base()).getMessage();
        }
        return Optional.of(new Damage(new ByteRange(at, length), what));
    }
}
