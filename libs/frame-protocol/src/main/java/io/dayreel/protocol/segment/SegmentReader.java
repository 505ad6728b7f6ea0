package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.stream.FramePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads a whole segment at any place. Opening it takes at most three reads: its beginning, its end, and the footer if
 * that is long. Sections are decoded when asked for, again at each call. Not thread-safe; does not own the source.
 */
public final class SegmentReader {
    private static final int FIRST_READ = 4 << 10;
    private static final int LAST_READ = 64 << 10;

    private final ByteSource source;
    private final ByteBuffer headerBytes;
    private final SegmentHeader header;
    private final SegmentTrailer trailer;
    private final ByteBuffer footerBytes;
    private final SegmentFooter footer;

    /** @throws FrameException (SEGMENT) if header, trailer or footer are no segment's; {@link SegmentScan} may help */
    public SegmentReader(ByteSource source) throws IOException {
        this.source = source;
        this.headerBytes = readHeader(source);
        this.header = SegmentHeader.decode(headerBytes);
        long size = source.size();
        int tailLength = (int) Math.min(size, LAST_READ);
        ByteBuffer tail = source.read(size - tailLength, tailLength);
        int trailerAt = tailLength - SegmentFormat.TRAILER_LENGTH;
        if (trailerAt < 0) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "the segment has no room for a trailer");
        }
        this.trailer = SegmentTrailer.decode(slice(tail, trailerAt, SegmentFormat.TRAILER_LENGTH), size);
        int footerLength = (int) trailer.footer().length();
        this.footerBytes = footerLength <= trailerAt
                ? slice(tail, trailerAt - footerLength, footerLength)
                : source.read(trailer.footer().offset(), footerLength);
        if (trailer.footer().offset() < headerBytes.remaining()) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "the footer begins within the header");
        }
        this.footer = SegmentFooter.decode(footerBytes);
    }

    private static ByteBuffer slice(ByteBuffer bytes, int from, int length) {
        return bytes.slice(bytes.position() + from, length);
    }

    /** The header's bytes, as far as they are one. */
    static ByteBuffer readHeader(ByteSource source) throws IOException {
        ByteBuffer start = source.read(0, (int) Math.min(source.size(), FIRST_READ));
        int length = SegmentHeader.encodedLength(start);
        if (length > start.remaining()) {
            start = source.read(0, (int) Math.min(source.size(), length));
        }
        return slice(start, 0, Math.min(length, start.remaining()));
    }

    public SegmentHeader header() {
        return header;
    }

    public long frameCount() {
        return trailer.frameCount();
    }

    /** As the trailer says; {@link #verify} computes it. */
    public MerkleHash root() {
        return trailer.root();
    }

    /** The stored frames, without header and footer. */
    public ByteRange frames() {
        int start = headerBytes.remaining();
        return new ByteRange(start, trailer.footer().offset() - start);
    }

    /** One entry per frame in stored order. @throws FrameException (SEGMENT) if it is damaged, as all getters here */
    public List<IndexEntry> index() {
        return footer.index(frameCount());
    }

    public KeyFrameTable keyFrames() {
        return footer.keyFrames();
    }

    public List<StoredConfiguration> configurations() {
        return footer.configurations();
    }

    /** Indices, in stored order, of frames that are copies with other bytes than the one received first. */
    public List<Integer> conflicts() {
        return footer.conflicts(frameCount());
    }

    /** In stored order: the first {@code count} frames came with the first arrival, and so on. */
    public List<Arrival> arrivals() {
        return footer.arrivals();
    }

    public List<MerkleHash> follows() {
        return footer.follows();
    }

    /** The footer's bytes: a leaf of the tree. */
    ByteBuffer footer() {
        return footerBytes.slice();
    }

    SegmentSubtrees subtrees() {
        return footer.subtrees();
    }

    public List<TrackSummary> tracks() {
        return footer.tracks();
    }

    public List<Mark> marks() {
        return footer.marks();
    }

    /** Equal to the writer's, from what is already read. */
    public SegmentSummary summary() throws IOException {
        List<IndexEntry> index = index();
        RunTally runs = new RunTally();
        ConfigurationTally starts = new ConfigurationTally();
        index.forEach(entry -> {
            runs.add(entry);
            starts.add(entry);
        });
        ArrivalLog arrivals = new ArrivalLog();
        arrivals().forEach(arrivals::add);
        List<FramePosition> conflicts =
                conflicts().stream().map(i -> index.get(i).position()).toList();
        if (index.isEmpty()) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "a segment has at least one frame");
        }
        return new SegmentSummary(
                header.stream(),
                index.get(0).position(),
                frameCount(),
                source.size(),
                root(),
                runs.summaries(),
                tracks(),
                configurations(),
                starts.starts(),
                marks(),
                conflicts,
                arrivals.sources(),
                follows(),
                keyFrames());
    }

    /** Visits every frame in stored order. @throws FrameException at the first that is damaged */
    public void forEachFrame(SegmentFrameVisitor visitor) throws IOException {
        forEachFrame(frames(), visitor);
    }

    /**
     * Visits the frames of a byte range that begins and ends with a frame, as the key-frame table gives them.
     *
     * @throws FrameException at the first that is damaged, with its offset in the object
     */
    public void forEachFrame(ByteRange range, SegmentFrameVisitor visitor) throws IOException {
        long end = Math.min(range.end(), frames().end());
        Window window = new Window(source, end);
        FrameView frame = new FrameView();
        long at = range.offset();
        while (at < end) {
            window.load(at, FrameLayout.HEADER_LENGTH);
            int index = window.index(at);
            window.load(at, frameLength(window.bytes(), index));
            try {
                frame.wrap(window.bytes(), window.index(at), window.bytes().limit())
                        .checkCrc();
            } catch (FrameException e) {
                throw e.shiftedBy(window.base());
            }
            visitor.frame(at, frame);
            at += frame.length();
        }
    }

    /** What the header's length field asks for, within bounds; the view checks it afterwards. */
    static int frameLength(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < FrameLayout.HEADER_LENGTH) {
            return FrameLayout.HEADER_LENGTH;
        }
        int body = bytes.getInt(at + FrameLayout.BODY_LENGTH_AT);
        return FrameLayout.HEADER_LENGTH + Math.max(0, Math.min(body, FrameLayout.MAX_BODY_LENGTH));
    }

    /** Reads everything and compares it with the root in the trailer. */
    public SegmentVerification verify() throws IOException {
        return SegmentVerification.of(source, trailer.root());
    }

    /** As above, with the root that an announcement or a manifest names. */
    public SegmentVerification verify(MerkleHash announced) throws IOException {
        return SegmentVerification.of(source, announced);
    }
}
