package io.dayreel.streamer.clip;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Disk for clips. Bounded; cleared when opened. Thread-safe. */
final class ClipSpace {
    private final Path directory;
    private final long maxBytes;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong next = new AtomicLong();

    ClipSpace(Path directory, long maxBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.clip")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** A new file, deleted when it is closed. */
    FileChannel open() throws IOException {
        return FileChannel.open(
                directory.resolve(next.getAndIncrement() + ".clip"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    boolean reserve(long bytes) {
        if (reserved.addAndGet(bytes) > maxBytes) {
            reserved.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        reserved.addAndGet(-bytes);
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Bytes that clips take or may take in a moment. */
    long reservedBytes() {
        return reserved.get();
    }
}
