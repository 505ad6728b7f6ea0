package io.dayreel.streamer.archive;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import java.nio.ByteBuffer;

/** Puts a view over one frame of a segment at a time, each in an array of its own. Not thread-safe. */
final class FrameLoader {
    private final SegmentStream stream;
    private final ArchiveCounters counters;
    private final FrameView view = new FrameView();
    private byte[] frame = new byte[0];
    private long loadedAt = -1;
    private boolean good;

    FrameLoader(SegmentStream stream, ArchiveCounters counters) {
        this.stream = stream;
        this.counters = counters;
    }

    /**
     * @param end the frame ends at or before this byte
     * @return whether a frame with a header that makes sense is there, so that the next one can be found behind it
     */
    boolean load(long at, long end) {
        if (loadedAt == at) {
            return true;
        }
        loadedAt = -1;
        byte[] header = new byte[FrameLayout.HEADER_LENGTH];
        stream.read(at, header, 0, header.length);
        int bodyLength = ByteBuffer.wrap(header).getInt(FrameLayout.BODY_LENGTH_AT);
        if (bodyLength < 0
                || bodyLength > FrameLayout.MAX_BODY_LENGTH
                || at + FrameLayout.HEADER_LENGTH + bodyLength > end) {
            counters.damaged();
            return false;
        }
        frame = new byte[header.length + bodyLength];
        System.arraycopy(header, 0, frame, 0, header.length);
        stream.read(at + header.length, frame, header.length, bodyLength);
        try {
            good = view.wrap(frame, 0, frame.length).hasValidCrc();
        } catch (FrameException e) {
            counters.damaged();
            return false;
        }
        if (!good) {
            counters.damaged();
        }
        loadedAt = at;
        return true;
    }

    /** Whether the loaded frame's checksum fits. */
    boolean isGood() {
        return good;
    }

    FrameView view() {
        return view;
    }

    byte[] array() {
        return frame;
    }

    long end() {
        return stream.end();
    }
}
