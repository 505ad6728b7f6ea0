package io.dayreel.streamer.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Disk for the bytes of segments whose frames are not stored in the order in which they are played. Bounded: without
 * room a reader asks the store once more instead. Cleared when opened. Thread-safe.
 */
public final class ScratchSpace {
    private final Path directory;
    private final long maxBytes;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong next = new AtomicLong();

    public ScratchSpace(Path directory, long maxBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*.scratch")) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** A file for so many bytes; the caller closes it. Empty if there is no room. */
    Optional<ScratchFile> reserve(long bytes) throws IOException {
        if (reserved.addAndGet(bytes) > maxBytes) {
            reserved.addAndGet(-bytes);
            return Optional.empty();
        }
        try {
            Path file = directory.resolve(next.getAndIncrement() + ".scratch");
            return Optional.of(new ScratchFile(file, () -> reserved.addAndGet(-bytes)));
        } catch (IOException e) {
            reserved.addAndGet(-bytes);
            throw e;
        }
    }
}
