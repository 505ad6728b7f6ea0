package io.dayreel.ingest.upload;

import io.dayreel.runtime.log.LogEvents;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files that live no longer than this process, within a number of bytes over all of them. What an earlier process left
 * is deleted at the start. Thread-safe.
 */
public final class Scratch {
    private static final LogEvents LOG = LogEvents.of(Scratch.class);

    private final Path directory;
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    /** @param directory of nobody else; made if it is not there */
    public Scratch(Path directory, long maxBytes) throws IOException {
        this.directory = directory;
        this.maxBytes = maxBytes;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A file that does not exist yet. @param kind behind its name */
    ScratchFile file(String kind) {
        return new ScratchFile(this, directory.resolve(UUID.randomUUID() + "." + kind));
    }

    /** Takes room. @return whether there was enough */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("scratch-not-deleted", "file", file, "reason", e.getMessage());
        }
    }
}
