package io.dayreel.protocol.clip;

import io.dayreel.protocol.segment.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the samples of one track, which mostly come one behind the other, in larger pieces. Not thread-safe. */
final class SampleBodies {
    private static final int READ_BYTES = 256 << 10;

    private final ByteSource file;
    private long at;
    private ByteBuffer piece = ByteBuffer.allocate(0);

    SampleBodies(ByteSource file) {
        this.file = file;
    }

    byte[] read(long offset, int length) throws IOException {
        if (offset < at || offset + length > at + piece.limit()) {
            long rest = Math.max(length, file.size() - offset);
            piece = file.read(offset, (int) Math.min(rest, Math.max(length, READ_BYTES)));
            piece = piece.slice();
            at = offset;
        }
        byte[] body = new byte[length];
        piece.get((int) (offset - at), body);
        return body;
    }
}
