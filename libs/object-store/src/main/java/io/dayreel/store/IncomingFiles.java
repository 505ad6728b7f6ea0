package io.dayreel.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where objects lie while they are being written: one folder per open store, named after host, process and its start, so
 * that a later store can tell whose writer is dead and remove what it left.
 */
final class IncomingFiles implements AutoCloseable {
    /** A folder of another host is left alone until it has not changed for this long. */
    private static final Duration ABANDONED_AFTER = Duration.ofDays(2);

    private final Path folder;
    private final AtomicLong next = new AtomicLong();

    private IncomingFiles(Path folder) {
        this.folder = folder;
    }

    /** Removes what dead processes left and makes a folder for this store. */
    static IncomingFiles open(Path parent, InstantSource clock) throws IOException {
        Files.createDirectories(parent);
        String host = hostName();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
            for (Path left : folders) {
                if (isAbandoned(left, host, clock.instant())) {
                    deleteTree(left);
                }
            }
        }
        ProcessHandle self = ProcessHandle.current();
        String name = String.join(
                "~",
                host,
                Long.toString(self.pid()),
                startOf(self),
                UUID.randomUUID().toString());
        return new IncomingFiles(Files.createDirectory(parent.resolve(name)));
    }

    /** A path that nothing has used yet, on the same file system as the objects. */
    Path newFile() {
        return folder.resolve(Long.toString(next.incrementAndGet()));
    }

    @Override
    public void close() throws IOException {
        deleteTree(folder);
    }

    private static boolean isAbandoned(Path folder, String host, Instant now) throws IOException {
        String[] name = folder.getFileName().toString().split("~", -1);
        if (name.length == 4 && name[0].equals(host) && name[1].matches("[0-9]{1,18}")) {
            return ProcessHandle.of(Long.parseLong(name[1]))
                    .map(process -> !process.isAlive() || !startOf(process).equals(name[2]))
                    .orElse(true);
        }
        try {
            Instant changed = Files.getLastModifiedTime(folder).toInstant();
            return changed.plus(ABANDONED_AFTER).isBefore(now);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Long.toString(start.toEpochMilli()))
                .orElse("unknown");
    }

    /** Asks the kernel, not the resolver, which could block. */
    private static String hostName() {
        String name;
        try {
            name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            name = System.getenv().getOrDefault("HOSTNAME", "host");
        }
        return name.replaceAll("[^A-Za-z0-9.-]", "-");
    }

    private static void deleteTree(Path tree) throws IOException {
        try {
            Files.walkFileTree(tree, new DeletingVisitor());
        } catch (NoSuchFileException | UncheckedIOException e) {
            if (Files.exists(tree)) {
                throw e; // otherwise another store removed it first
            }
        }
    }

    private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
