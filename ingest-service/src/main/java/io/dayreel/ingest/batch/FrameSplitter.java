package io.dayreel.ingest.batch;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream of frames into messages of one day and run of about 1 MiB, reading one message ahead at most. Looks only
 * at what tells the length; the messages still have to be checked. Not thread-safe.
 */
final class FrameSplitter {
    private static final int TARGET_BYTES = 1 << 20;

    private final InputStream source;
    private final FrameView view = new FrameView();
    private byte[] buffer = new byte[64 << 10];
    private int filled;
    private long start;
    private long nextStart;
    private boolean ended;

    FrameSplitter(InputStream source) {
        this.source = source;
    }

    /** Offset in the stream of the message that {@link #next} returned last. */
    long start() {
        return start;
    }

    /**
     * @return the next message, absent at the end; one that does not begin with a whole valid frame is the last, and
     *     fails the check
     */
    Optional<byte[]> next() throws IOException {
        int end = 0;
        while (!ended && end < TARGET_BYTES) {
            int frameEnd = readFrame(end);
            if (frameEnd < 0 || (end > 0 && !sameRun(end))) {
                break;
            }
            end = frameEnd;
        }
        int length = end > 0 ? end : filled;
        if (length == 0) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOf(buffer, length);
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
        start = nextStart;
        nextStart += length;
        return Optional.of(message);
    }

    /** Reads the frame at an offset of the buffer. @return its end, or -1 if there is no whole frame */
    private int readFrame(int at) throws IOException {
        if (!fill(at + FrameLayout.HEADER_LENGTH)) {
            ended = true;
            return -1;
        }
        int length = bodyLength(at);
        if (length < 0 || !fill(at + FrameLayout.HEADER_LENGTH + length)) {
            ended = true;
            return -1;
        }
        return at + FrameLayout.HEADER_LENGTH + length;
    }

    /** @return -1 if the header is not one */
    private int bodyLength(int at) {
        try {
            return view.wrap(buffer, at, at + FrameLayout.HEADER_LENGTH).bodyLength();
        } catch (FrameException e) {
            return e.reason() == FrameException.Reason.TRUNCATED ? intAt(at + FrameLayout.BODY_LENGTH_AT) : -1;
        }
    }

    private boolean sameRun(int at) {
        return Arrays.equals(
                buffer,
                FrameLayout.DAY_AT,
                FrameLayout.COUNTER_AT,
                buffer,
                at + FrameLayout.DAY_AT,
                at + FrameLayout.COUNTER_AT);
    }

    private int intAt(int at) {
        return (buffer[at] & 0xFF) << 24
                | (buffer[at + 1] & 0xFF) << 16
                | (buffer[at + 2] & 0xFF) << 8
                | (buffer[at + 3] & 0xFF);
    }

    private boolean fill(int wanted) throws IOException {
        if (buffer.length < wanted) {
            buffer = Arrays.copyOf(buffer, Math.max(wanted, buffer.length * 2));
        }
        while (filled < wanted) {
            int read = source.read(buffer, filled, wanted - filled);
            if (read < 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }
}
