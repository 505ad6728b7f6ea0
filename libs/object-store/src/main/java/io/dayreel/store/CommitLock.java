package io.dayreel.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time change what is visible in a directory. The system takes the lock back from a
 * process that dies. Held only around a rename or a delete, never while bytes are copied.
 */
final class CommitLock implements AutoCloseable {
    private static final long RETRY_NANOS = 200_000;

    private final ReentrantLock inProcess = new ReentrantLock();
    private final Path file;
    private final Duration timeout;
    private FileChannel channel;

    CommitLock(Path file, Duration timeout) throws IOException {
        this.file = file;
        this.timeout = timeout;
        this.channel = open(file);
    }

    /**
     * Does something alone.
     *
     * @throws ObjectStoreException.Unavailable if others held the lock for the whole timeout, or the thread is interrupted
     */
    <T> T alone(Action<T> action) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            if (!inProcess.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw timedOut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException.Unavailable("interrupted while waiting for " + file, e);
        }
        try {
            FileLock lock = lockFile(deadline);
            try {
                return action.run();
            } finally {
                if (lock.acquiredBy().isOpen()) {
                    lock.release();
                }
            }
        } finally {
            inProcess.unlock();
        }
    }

    private FileLock lockFile(long deadline) throws IOException {
        while (true) {
            // An interrupt would close the channel, and with it every lock that this process has on the file.
            if (Thread.currentThread().isInterrupted()) {
                throw new ObjectStoreException.Unavailable("interrupted while waiting for " + file);
            }
            if (!channel.isOpen()) {
                channel = open(file);
            }
            FileLock lock = tryLock();
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - deadline > 0) {
                throw timedOut();
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another store in this process has it
        }
    }

    private ObjectStoreException timedOut() {
        return new ObjectStoreException.Unavailable(
                "another process kept " + file + " locked for " + timeout.toMillis() + " ms");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Waits for its turn, since closing a file gives up the locks that other stores in this process have on it. */
    @Override
    public void close() throws IOException {
        alone(() -> {
            channel.close();
            return file;
        });
    }

    /** What is done alone. */
    interface Action<T> {
        T run() throws IOException;
    }
}
