package io.dayreel.protocol.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that can be read at any place: a file, or an object by ranged GET. Whoever opened it closes it. */
public interface ByteSource extends Closeable {
    /** Number of bytes; does not change while the source is open. */
    long size() throws IOException;

    /**
     * Reads exactly {@code length} bytes.
     *
     * @return a big-endian buffer whose remaining bytes are those asked for
     * @throws java.io.EOFException if the source ends before
     */
    ByteBuffer read(long offset, int length) throws IOException;

    @Override
    default void close() throws IOException {}
}
