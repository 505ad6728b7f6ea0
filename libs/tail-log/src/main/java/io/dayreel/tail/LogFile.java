package io.dayreel.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One file of a log. Appended to by one thread at a time, read by any; deleted when closed. */
final class LogFile implements Closeable {
    private final int number;
    private final Path path;
    private final FileChannel channel;
    private long size;

    LogFile(Path directory, int number) throws IOException {
        this.number = number;
        path = directory.resolve("%010d.tail".formatted(number));
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    int number() {
        return number;
    }

    long size() {
        return size;
    }

    /** @return where the first byte was put */
    long append(byte[] bytes) throws IOException {
        long at = size;
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            channel.write(source, at + source.position());
        }
        size += bytes.length;
        return at;
    }

    /** @throws IOException also if the file was closed meanwhile */
    byte[] read(long at, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                throw new IOException(path + " ends before byte " + (at + length));
            }
        }
        return target.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
