package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the frames of a segment that has no footer (a spool file that was torn by a crash) or that is damaged, frame
 * by frame, each checked by its CRC. Damage is skipped: over the damaged frame if a whole frame follows where its
 * length says, so that nothing within its body is taken for a frame; else to the next magic whose CRC holds. A length
 * that was damaged so that it leads to a later frame by chance costs the frames between.
 *
 * <p>Whatever the bytes are, it ends, holds at most two frames in memory, and throws nothing but what the source or
 * the visitor throws. Bytes made to look like many overlapping large frames could cost more time than reading is
 * worth; the scan then stops early and says so.
 */
public final class SegmentScan {
    private static final int MAX_LISTED = 64;
    private static final int MAX_SECTIONS = 64;
    private static final long BYTES_CHECKED_IN_VAIN_PER_BYTE = 64;
    private static final long BYTES_CHECKED_IN_VAIN = 64 << 20;

    private final ByteSource source;
    private final SegmentFrameVisitor visitor;
    private final FrameView view = new FrameView();
    private final List<ByteRange> damaged = new ArrayList<>();
    private final Window window;
    private final long size;
    private final long end;
    private long effort;
    private long frames;
    private long skippedBytes;
    private long damagedStretches;

    /**
     * What a scan found.
     *
     * @param header empty if it is damaged
     * @param frames frames visited
     * @param skippedBytes bytes that belong to no frame, header, footer or trailer
     * @param damagedStretches stretches that these bytes form
     * @param damaged the first 64 of them
     * @param complete false if the scan gave up on bytes made to waste time; the rest is one damaged stretch
     */
    public record Result(
            Optional<SegmentHeader> header,
            long frames,
            long skippedBytes,
            long damagedStretches,
            List<ByteRange> damaged,
            boolean complete) {
        public Result {
            damaged = List.copyOf(damaged);
        }
    }

    private SegmentScan(ByteSource source, SegmentFrameVisitor visitor) throws IOException {
        this.source = source;
        this.visitor = visitor;
        this.size = source.size();
        this.end = footerOffset(source).orElse(size);
        this.window = new Window(source, end);
        this.effort = BYTES_CHECKED_IN_VAIN + size * BYTES_CHECKED_IN_VAIN_PER_BYTE;
    }

    /** Visits every frame that can be read, in stored order. */
    public static Result scan(ByteSource source, SegmentFrameVisitor visitor) throws IOException {
        return new SegmentScan(source, visitor).scan();
    }

    private Result scan() throws IOException {
        Optional<SegmentHeader> header = Optional.empty();
        long at = 0;
        try {
            ByteBuffer bytes = SegmentReader.readHeader(source);
            header = Optional.of(SegmentHeader.decode(bytes));
            at = bytes.remaining();
        } catch (FrameException damagedHeader) {
            header = Optional.empty();
        }
        while (at < end) {
            if (isFrame(at)) {
                visitor.frame(at, view);
                frames++;
                at += view.length();
            } else if (isFooter(at)) {
                at = end;
            } else {
                at = skip(at);
            }
        }
        return new Result(header, frames, skippedBytes, damagedStretches, damaged, effort > 0);
    }

    /** Where a whole segment's footer begins. */
    private static Optional<Long> footerOffset(ByteSource source) throws IOException {
        long trailerAt = source.size() - SegmentFormat.TRAILER_LENGTH;
        if (trailerAt < 0) {
            return Optional.empty();
        }
        try {
            ByteBuffer trailer = source.read(trailerAt, SegmentFormat.TRAILER_LENGTH);
            return Optional.of(
                    SegmentTrailer.decode(trailer, source.size()).footer().offset());
        } catch (FrameException noTrailer) {
            return Optional.empty();
        }
    }

    /** Puts the view over the frame at an offset, if a valid one is there. */
    private boolean isFrame(long at) throws IOException {
        int length = plausibleLength(at);
        if (length == 0 || window.load(at, length) < length) {
            return false;
        }
        int index = window.index(at);
        if (view.wrap(window.bytes(), index, index + length).hasValidCrc()) {
            return true;
        }
        effort -= length;
        return false;
    }

    /** Length of the frame whose header is at an offset, 0 if there is no header of this version. */
    private int plausibleLength(long at) throws IOException {
        if (window.load(at, FrameLayout.HEADER_LENGTH) < FrameLayout.HEADER_LENGTH) {
            return 0;
        }
        ByteBuffer bytes = window.bytes();
        int index = window.index(at);
        int body = bytes.getInt(index + FrameLayout.BODY_LENGTH_AT);
        boolean plausible = bytes.getShort(index) == FrameLayout.MAGIC
                && bytes.get(index + FrameLayout.VERSION_AT) == FrameLayout.VERSION
                && body >= 0
                && body <= FrameLayout.MAX_BODY_LENGTH;
        return plausible ? FrameLayout.HEADER_LENGTH + body : 0;
    }

    /** Whether the sections of a footer, whose trailer is damaged, lead from here to just before a trailer. */
    private boolean isFooter(long at) throws IOException {
        long section = at;
        for (int i = 0; i < MAX_SECTIONS && section < size - SegmentFormat.TRAILER_LENGTH; i++) {
            if (window.load(section, SegmentFormat.SECTION_HEAD) < SegmentFormat.SECTION_HEAD) {
                return false;
            }
            int index = window.index(section);
            if (i == 0 && window.bytes().get(index) != SegmentFormat.INDEX) {
                return false;
            }
            long length = window.bytes().getInt(index + 1) & 0xFFFF_FFFFL;
            section += SegmentFormat.SECTION_HEAD + length;
            effort -= Math.min(length, FrameLayout.MAX_FRAME_LENGTH);
        }
        return section > at && section == size - SegmentFormat.TRAILER_LENGTH;
    }

    /** Counts what is skipped. @return where the next frame begins, or the end */
    private long skip(long at) throws IOException {
        long next = behindDamagedFrame(at);
        if (next < 0) {
            next = nextFrame(at + 1);
        }
        skippedBytes += next - at;
        damagedStretches++;
        if (damaged.size() < MAX_LISTED) {
            damaged.add(new ByteRange(at, next - at));
        }
        return next;
    }

    private long behindDamagedFrame(long at) throws IOException {
        int length = plausibleLength(at);
        long next = at + length;
        return length > 0 && (next == end || (next < end && isFrame(next))) ? next : -1;
    }

    private long nextFrame(long from) throws IOException {
        for (long at = from; at < end && effort > 0; at++) {
            if (window.load(at, 2) == 2
                    && window.bytes().getShort(window.index(at)) == FrameLayout.MAGIC
                    && isFrame(at)) {
                return at;
            }
        }
        return end;
    }
}
