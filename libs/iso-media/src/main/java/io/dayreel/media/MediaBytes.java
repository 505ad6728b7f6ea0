package io.dayreel.media;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that can be read at any place. */
public interface MediaBytes {
    long size() throws IOException;

    /** Exactly {@code length} bytes, big-endian. @throws java.io.EOFException if the file ends before */
    ByteBuffer read(long offset, int length) throws IOException;
}
