package io.dayreel.streamer.archive;

import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes of a segment by one ranged GET, read forward; what has to be read again later is kept in a scratch file. Holds
 * 128 KiB of memory. A connection that breaks, or was given up while idle, costs one more GET from where it was. Not
 * thread-safe.
 */
final class SegmentStream implements Closeable {
    private static final int BUFFER = 128 << 10;
    private static final int ATTEMPTS = 3;

    private final ObjectStore store;
    private final String key;
    private final long end;
    private final ArchiveCounters counters;
    private final Optional<ScratchFile> kept;
    private final long keptFrom;
    private final byte[] skipped = new byte[16 << 10];
    private InputStream in;
    private long position;

    /**
     * @param start first byte that will be asked for
     * @param end behind the last byte that will be asked for
     * @param kept where bytes from {@code start} on are kept; closed with this
     */
    SegmentStream(
            ObjectStore store, String key, long start, long end, Optional<ScratchFile> kept, ArchiveCounters counters) {
        this.store = store;
        this.key = key;
        this.end = end;
        this.kept = kept;
        this.keptFrom = start;
        this.position = start;
        this.counters = counters;
    }

    /** Behind the last byte that can be read. */
    long end() {
        return end;
    }

    /** @throws ArchiveUnavailableException if the store does not give the bytes @throws SegmentGoneException likewise */
    void read(long offset, byte[] target, int from, int length) {
        for (int attempt = 1; ; attempt++) {
            try {
                readOnce(offset, target, from, length);
                return;
            } catch (ObjectStoreException.NotFound e) {
                throw new SegmentGoneException(key, e);
            } catch (IOException | ObjectStoreException e) {
                release();
                if (attempt == ATTEMPTS) {
                    throw new ArchiveUnavailableException("reading " + key + " failed", e);
                }
            }
        }
    }

    private void readOnce(long offset, byte[] target, int from, int length) throws IOException {
        if (offset + length > end) {
            throw new EOFException(key + " was to be read up to byte " + end + " only");
        }
        if (offset < position && !isKept(offset)) {
            release();
            position = offset;
        }
        int fromKept = (int) Math.min(length, Math.max(0, position - offset));
        if (fromKept > 0) {
            kept.orElseThrow().read(offset - keptFrom, target, from, fromKept);
        }
        while (position < offset) {
            advance(skipped, 0, (int) Math.min(skipped.length, offset - position));
        }
        int at = fromKept;
        while (at < length) {
            at += advance(target, from + at, length - at);
        }
    }

    private boolean isKept(long offset) {
        return kept.isPresent() && offset >= keptFrom;
    }

    private int advance(byte[] target, int from, int length) throws IOException {
        if (in == null) {
            counters.get();
            in = new BufferedInputStream(store.get(key, position, end - position), BUFFER);
        }
        int n = in.read(target, from, length);
        if (n < 0) {
            throw new EOFException(key + " ends before byte " + end);
        }
        if (kept.isPresent() && position >= keptFrom) {
            kept.get().write(position - keptFrom, target, from, n);
        }
        position += n;
        counters.read(n);
        return n;
    }

    /** Gives the connection up; the next read opens another. */
    void release() {
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                in = null;
            }
            in = null;
        }
    }

    @Override
    public void close() throws IOException {
        release();
        if (kept.isPresent()) {
            kept.get().close();
        }
    }
}
