package io.dayreel.cli.upload;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where an upload keeps the parts that are on their way, and what it is an upload of: so that the same command goes on and
 * another one does not mix two videos. One process at a time; parts are deleted when it is closed.
 */
final class UploadDirectory implements AutoCloseable {
    private static final String WHAT = "upload.json";

    private final Path directory;
    private final FileChannel lockFile;
    private final FileLock lock;

    /** What is uploaded. @param fingerprint of the file and of how it is cut */
    record What(String server, String video, String fingerprint) {}

    private UploadDirectory(Path directory, FileChannel lockFile, FileLock lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws IOException with a message for the user, if another process uses it */
    static UploadDirectory open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new IOException("another process uploads this video: it uses " + directory);
            }
            UploadDirectory opened = new UploadDirectory(directory, channel, lock);
            opened.deleteParts();
            return opened;
        } catch (IOException | OverlappingFileLockException taken) {
            channel.close();
            throw taken instanceof IOException told
                    ? told
                    : new IOException("this video is being uploaded already: " + directory, taken);
        }
    }

    Path path() {
        return directory;
    }

    /** What was begun here; empty if nothing. */
    Optional<What> begun() throws IOException {
        Path file = directory.resolve(WHAT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), What.class));
        } catch (JsonFormatException damaged) {
            return Optional.empty();
        }
    }

    void begin(What what) throws IOException {
        Files.write(directory.resolve(WHAT), Json.writeBytes(what));
    }

    private void deleteParts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("part-"))
                    .toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        deleteParts();
        lock.release();
        lockFile.close();
    }
}
