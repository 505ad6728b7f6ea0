package io.dayreel.protocol.segment;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends to a new file in large writes. A write that failed (a full disk) leaves no trace but bytes behind
 * {@link #length}, which the next write overwrites: whoever called may call again. Not thread-safe.
 */
final class SequentialFile implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer;
    private long written;

    SequentialFile(Path file, int bufferSize) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        buffer = ByteBuffer.allocate(bufferSize);
    }

    /** Bytes appended, of which some may still be in the buffer. */
    long length() {
        return written + buffer.position();
    }

    /** A place in memory to put the next {@code length} bytes; {@link #append} follows, or nothing happened. */
    ByteBuffer reserve(int length) throws IOException {
        if (buffer.remaining() < length) {
            flush();
        }
        return buffer.remaining() < length ? ByteBuffer.allocate(length) : buffer.slice(buffer.position(), length);
    }

    /** Appends what was put into a reserved place. */
    void append(ByteBuffer reserved) throws IOException {
        int length = reserved.capacity();
        if (buffer.remaining() < length) {
            writeAt(reserved.rewind(), written);
            written += length;
        } else {
            buffer.position(buffer.position() + length);
        }
    }

    void append(byte[] bytes) throws IOException {
        append(reserve(bytes.length).put(bytes));
    }

    void flush() throws IOException {
        writeAt(buffer.duplicate().flip(), written);
        written += buffer.position();
        buffer.clear();
    }

    /** Writes what is buffered and then {@code tail}, which ends the file but is not appended. */
    void finish(byte[]... tail) throws IOException {
        flush();
        long at = written;
        for (byte[] part : tail) {
            writeAt(ByteBuffer.wrap(part), at);
            at += part.length;
        }
        channel.truncate(at);
    }

    private void writeAt(ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes, start + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
