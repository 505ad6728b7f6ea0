package io.dayreel.writer.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The disk under the open and closed segments of one writer process. Disposable: what an earlier process left is
 * deleted when it is opened, since replay rebuilds it. A lock keeps a second process out. Thread-safe.
 */
public final class SpoolDirectory implements Closeable {
    private static final String SUFFIX = ".spool";

    private final Path directory;
    private final FileChannel lock;
    private final FileStore disk;
    private final AtomicLong nextName = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private SpoolDirectory(Path directory, FileChannel lock, FileStore disk) {
        this.directory = directory;
        this.lock = lock;
        this.disk = disk;
    }

    /**
     * Opens and empties a directory, creating it if need be. The caller closes it.
     *
     * @throws IOException if it cannot be used, or another process uses it; the message says which
     */
    public static SpoolDirectory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw inUse(directory);
            }
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            }
            return new SpoolDirectory(directory, lock, Files.getFileStore(directory));
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw inUse(directory);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static IOException inUse(Path directory) {
        return new IOException("the spool " + directory
                + " is used by another writer; give each its own dayreel.writer.state-directory");
    }

    /** A name that no file has. */
    Path newFile() {
        return directory.resolve(nextName.getAndIncrement() + SUFFIX);
    }

    void grown(long byBytes) {
        bytes.addAndGet(byBytes);
    }

    /** Bytes of all open and closed segments that are still here. */
    public long bytes() {
        return bytes.get();
    }

    /** Bytes that the file system would still take; 0 if it does not say. */
    public long usableBytes() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Forgets a file of {@code size} bytes, which may be gone already. */
    void release(Path file, long size) {
        bytes.addAndGet(-size);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file + " from the spool", e);
        }
    }

    /** Gives the lock back. Files that are left are deleted by the next start. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
