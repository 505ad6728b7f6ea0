package io.dayreel.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A range of a file. The file may be replaced or deleted meanwhile; the stream goes on with the one that it opened. */
final class FileRangeStream extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position;

    private FileRangeStream(FileChannel channel, long offset, long end) {
        this.channel = channel;
        this.position = offset;
        this.end = end;
    }

    static FileRangeStream open(Path file, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileRangeStream(channel, offset, offset + length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - position);
        if (wanted <= 0) {
            return -1;
        }
        int n = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        position += Math.max(n, 0);
        return n;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
