package io.dayreel.streamer.clip;

import io.dayreel.runtime.log.LogEvents;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A finished clip on disk. Thread-safe. It may be given up while it is read; the file goes when the last reader has
 * closed.
 */
final class Clip {
    private static final LogEvents LOG = LogEvents.of(Clip.class);
    private static final int BUFFER = 64 << 10;

    private final FileChannel channel;
    private final long mediaBytes;
    private final int headBytes;
    private final String tag;
    private final long startMicros;
    private final Runnable release;
    private int readers;
    private boolean givenUp;

    Clip(FileChannel channel, long mediaBytes, int headBytes, String tag, long startMicros, Runnable release) {
        this.channel = channel;
        this.mediaBytes = mediaBytes;
        this.headBytes = headBytes;
        this.tag = tag;
        this.startMicros = startMicros;
        this.release = release;
    }

    long length() {
        return headBytes + mediaBytes;
    }

    /** Hexadecimal digits that no other content has. */
    String tag() {
        return tag;
    }

    long startMicros() {
        return startMicros;
    }

    synchronized boolean acquire() {
        if (givenUp) {
            return false;
        }
        readers++;
        return true;
    }

    synchronized void unread() {
        readers--;
        closeIfUnused();
    }

    synchronized void giveUp() {
        givenUp = true;
        closeIfUnused();
    }

    synchronized boolean isRead() {
        return readers > 0;
    }

    private void closeIfUnused() {
        if (givenUp && readers == 0 && channel.isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("clip-not-closed", "detail", e.getMessage());
            } finally {
                release.run();
            }
        }
    }

    /** Bytes of the file, in order: the head, which stands last on disk, comes first. */
    void copy(long from, long length, OutputStream target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = from;
        long end = from + length;
        while (at < end) {
            long stretchEnd = Math.min(end, at < headBytes ? headBytes : length());
            long onDisk = at < headBytes ? mediaBytes + at : at - headBytes;
            buffer.clear().limit((int) Math.min(BUFFER, stretchEnd - at));
            int read = channel.read(buffer, onDisk);
            if (read < 0) {
                throw new EOFException("the clip's file ends early");
            }
            target.write(buffer.array(), 0, read);
            at += read;
        }
    }
}
