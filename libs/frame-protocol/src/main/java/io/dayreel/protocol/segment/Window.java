package io.dayreel.protocol.segment;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of a source in memory, which moves forward with what is asked for. Holds at most two frames' worth of bytes. */
final class Window {
    private static final int READ_SIZE = 1 << 20;

    private final ByteSource source;
    private final long end;
    private long base;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** @param end nothing at or behind it is read */
    Window(ByteSource source, long end) {
        this.source = source;
        this.end = end;
    }

    /**
     * Makes {@code [at, at + length)} available, as far as the source has it.
     *
     * @return how many bytes there are from {@code at} on, at most {@code length}; if none, the window stays
     */
    int load(long at, int length) throws IOException {
        int wanted = (int) Math.min(length, Math.max(0, end - at));
        if (wanted == 0) {
            return 0;
        }
        if (at < base || at + wanted > base + bytes.limit()) {
            bytes = source.read(at, (int) Math.min(end - at, Math.max(2L * wanted, READ_SIZE)));
            base = at;
        }
        return wanted;
    }

    /** What is in memory; absolute index 0 is offset {@link #base} of the source. */
    ByteBuffer bytes() {
        return bytes;
    }

    long base() {
        return base;
    }

    int index(long at) {
        return (int) (at - base);
    }
}
