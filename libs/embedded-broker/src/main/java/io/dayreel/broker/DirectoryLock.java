package io.dayreel.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker off the directory. Kafka has a lock of its own but takes it only after its controller has begun
 * to write there. The operating system releases this one with the process, so a killed broker leaves nothing behind.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    static DirectoryLock take(Path directory) {
        try {
            FileChannel file = FileChannel.open(
                    directory.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(file)) {
                return new DirectoryLock(file);
            }
            file.close();
        } catch (IOException e) {
            throw new BrokerStartException("Kafka cannot lock " + directory + ": " + e.getMessage(), e);
        }
        throw new BrokerStartException(
                "another Kafka broker uses " + directory + ": stop it, or choose another data directory", null);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException ignored) {
            // The lock ends with the descriptor, and that is gone even when closing it reports an error.
        }
    }
}
