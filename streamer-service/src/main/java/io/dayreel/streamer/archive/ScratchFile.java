package io.dayreel.streamer.archive;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of one segment that may be read again. Deleted when closed. Not thread-safe. */
final class ScratchFile implements Closeable {
    private final FileChannel channel;
    private final Runnable release;

    ScratchFile(Path path, Runnable release) throws IOException {
        this.channel = FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        this.release = release;
    }

    void write(long at, byte[] bytes, int from, int length) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes, from, length);
        long position = at;
        while (source.hasRemaining()) {
            position += channel.write(source, position);
        }
    }

    void read(long at, byte[] target, int from, int length) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(target, from, length);
        long position = at;
        while (into.hasRemaining()) {
            int n = channel.read(into, position);
            if (n < 0) {
                throw new EOFException("scratch file ends before byte " + (position + into.remaining()));
            }
            position += n;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            release.run();
        }
    }
}
