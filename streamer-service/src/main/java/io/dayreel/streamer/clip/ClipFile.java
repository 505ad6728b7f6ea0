package io.dayreel.streamer.clip;

import io.dayreel.protocol.hash.Sha256;
import io.dayreel.streamer.clip.ClipException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;

/**
 * A clip while it is written: its media data, then its head, which stands behind it on disk and in front of it for
 * readers. Not thread-safe.
 */
final class ClipFile implements Closeable {
    private static final int BUFFER = 256 << 10;
    private static final long STEP = 8L << 20;

    private final ClipSpace space;
    private final BooleanSupplier makeRoom;
    private final FileChannel channel;
    private final MessageDigest mediaDigest = Sha256.digest();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long reserved;
    private long written;
    private boolean handedOver;

    /** @param makeRoom gives up another clip; false if there is none */
    ClipFile(ClipSpace space, BooleanSupplier makeRoom) throws IOException {
        this.space = space;
        this.makeRoom = makeRoom;
        this.channel = space.open();
    }

    /** @throws ClipException if there is no room for it */
    void write(byte[] bytes, int offset, int length) throws IOException {
        reserve(length);
        mediaDigest.update(bytes, offset, length);
        put(bytes, offset, length);
    }

    /** Ends the file. @param startMicros capture time of its first moment */
    Clip finish(byte[] head, long startMicros) throws IOException {
        long mediaBytes = written;
        reserve(head.length);
        put(head, 0, head.length);
        flush();
        MessageDigest whole = Sha256.digest();
        whole.update(head);
        String tag = HexFormat.of().formatHex(whole.digest(mediaDigest.digest()), 0, 16);
        handedOver = true;
        return new Clip(channel, mediaBytes, head.length, tag, startMicros, () -> space.release(reserved));
    }

    private void reserve(long more) {
        while (written + more > reserved) {
            if (space.reserve(STEP)) {
                reserved += STEP;
            } else if (reserved + STEP > space.maxBytes()) {
                throw new ClipException(
                        Reason.TOO_LARGE,
                        "the clip has more than dayreel.streamer.clip-bytes=" + space.maxBytes() + ": ask for less");
            } else if (!makeRoom.getAsBoolean()) {
                throw new ClipException(Reason.TOO_MANY, "other clips take all the space: try again");
            }
        }
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        written += length;
        if (length > buffer.remaining()) {
            flush();
        }
        if (length > buffer.remaining()) {
            writeAll(ByteBuffer.wrap(bytes, offset, length));
        } else {
            buffer.put(bytes, offset, length);
        }
    }

    private void flush() throws IOException {
        writeAll(buffer.flip());
        buffer.clear();
    }

    private void writeAll(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }

    /** Gives the file up, unless it was finished. */
    @Override
    public void close() throws IOException {
        if (!handedOver) {
            channel.close();
            space.release(reserved);
        }
    }
}
