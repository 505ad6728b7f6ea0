package io.dayreel.protocol.segment;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file as it was long when it was opened. Thread-safe; owns its channel until {@link #close}. */
public final class FileByteSource implements ByteSource {
    private final FileChannel channel;
    private final long size;

    public FileByteSource(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new EOFException("the file ends before byte " + (offset + length));
            }
        }
        return target.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
