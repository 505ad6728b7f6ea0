package io.dayreel.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Objects as files under one directory, each named by its key. A file is written and forced to disk under
 * {@code .dayreel/}, then renamed to its place, so that it appears whole. Several processes on one machine may share the
 * directory. Unlike in S3, no key can be the folder of another ({@code a} beside {@code a/b} is refused).
 */
final class DirectoryObjectStore implements ObjectStore {
    private static final String OWN_FOLDER = ".dayreel";

    private final Path root;
    private final InstantSource clock;
    private final CommitLock commits;
    private final IncomingFiles incoming;
    private final DirectoryListing listing;

    private DirectoryObjectStore(Path root, InstantSource clock, CommitLock commits, IncomingFiles incoming) {
        this.root = root;
        this.clock = clock;
        this.commits = commits;
        this.incoming = incoming;
        this.listing = new DirectoryListing(root);
    }

    /** Creates the directory if need be, and removes what processes that died in mid-put left. */
    static DirectoryObjectStore open(Path root, ObjectStoreLocation.Timeouts timeouts, InstantSource clock) {
        try {
            Path own = Files.createDirectories(root.resolve(OWN_FOLDER));
            CommitLock commits = new CommitLock(own.resolve("commit.lock"), timeouts.request());
            IncomingFiles incoming = commits.alone(() -> IncomingFiles.open(own.resolve("incoming"), clock));
            return new DirectoryObjectStore(root, clock, commits, incoming);
        } catch (IOException e) {
            throw new ObjectStoreException.Refused(
                    "cannot use " + root + " as object store (setting location): it must be a directory that this"
                            + " process may write: " + e,
                    e);
        }
    }

    @Override
    public String put(String key, ObjectBody body, PutReason reason) {
        return store(key, body, current -> true).orElseThrow();
    }

    @Override
    public boolean createIfAbsent(String key, ObjectBody body, PutReason reason) {
        return store(key, body, Optional::isEmpty).isPresent();
    }

    @Override
    public String replaceIfMatch(String key, byte[] bytes, String etag) {
        return store(key, ObjectBody.of(bytes), current -> {
                    String is = current.orElseThrow(() -> notFound(key)).etag();
                    if (!is.equals(etag)) {
                        throw new ObjectStoreException.PreconditionFailed(
                                key + " has ETag " + is + " by now, not " + etag);
                    }
                    return true;
                })
                .orElseThrow();
    }

    /** Decides, while nobody else can change it, whether an object may take the place of the present one. */
    private interface Condition {
        boolean allows(Optional<ObjectSummary> current);
    }

    private Optional<String> store(String key, ObjectBody body, Condition condition) {
        Path target = path(key);
        long size = body.size(); // refuses a body that cannot be stored before anything is touched
        try {
            if (body instanceof ObjectBody.File file && file.consumed()) {
                force(file.path());
                return consume(file.path(), key, target, condition);
            }
            Path written = incoming.newFile();
            try {
                write(body, written);
                return commit(written, key, target, condition);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw failure("storing the " + size + " bytes of " + key, e);
        }
    }

    private Optional<String> consume(Path source, String key, Path target, Condition condition) throws IOException {
        try {
            return commit(source, key, target, condition);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            Path written = incoming.newFile();
            try {
                write(ObjectBody.copyOf(source), written);
                Optional<String> etag = commit(written, key, target, condition);
                if (etag.isPresent()) {
                    Files.deleteIfExists(source);
                }
                return etag;
            } finally {
                Files.deleteIfExists(written);
            }
        }
    }

    private static void write(ObjectBody body, Path to) throws IOException {
        try (FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (body instanceof ObjectBody.Bytes bytes) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes.bytes());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            } else if (body instanceof ObjectBody.File file) {
                try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
                    copy(in, out);
                }
            }
            out.force(true);
        }
    }

    private static void copy(FileChannel in, FileChannel out) throws IOException {
        long size = in.size();
        long position = 0;
        while (position < size) {
            long n = in.transferTo(position, size - position, out);
            if (n <= 0) {
                throw new IOException("the file shrank to " + position + " bytes while it was stored");
            }
            position += n;
        }
    }

    /** Makes a finished file the object, or leaves it where it is if the condition does not allow it. */
    private Optional<String> commit(Path finished, String key, Path target, Condition condition) throws IOException {
        boolean newFolder = !Files.isDirectory(target.getParent());
        Optional<String> etag = commits.alone(() -> {
            Optional<ObjectSummary> current = summaryOf(key, target);
            if (!condition.allows(current)) {
                return Optional.empty();
            }
            stamp(finished, current);
            Files.createDirectories(target.getParent());
            Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
            return summaryOf(key, target).map(ObjectSummary::etag);
        });
        forceFolders(target, newFolder);
        return etag;
    }

    /** Gives each version of an object a time of its own, since the ETag is made of it. */
    private void stamp(Path file, Optional<ObjectSummary> current) throws IOException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant after =
                current.map(o -> o.lastModified().plus(1, ChronoUnit.MICROS)).orElse(now);
        FileTime time = FileTime.from(after.isAfter(now) ? after : now);
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, null, null);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Without this a power cut could take back a rename that was confirmed. */
    private void forceFolders(Path target, boolean newFolder) throws IOException {
        Path folder = target.getParent();
        do {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (NoSuchFileException pruned) {
                return; // the object was deleted again, and its empty folder with it
            }
            folder = folder.getParent();
        } while (newFolder && folder.startsWith(root));
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        ObjectKeys.requireRange(offset, length);
        Path file = path(key);
        try {
            if (!Files.isRegularFile(file)) {
                throw notFound(key);
            }
            return FileRangeStream.open(file, offset, length);
        } catch (IOException e) {
            throw failure("reading " + key, e);
        }
    }

    @Override
    public Optional<ObjectSummary> head(String key) {
        try {
            return summaryOf(key, path(key));
        } catch (IOException e) {
            throw failure("looking up " + key, e);
        }
    }

    @Override
    public List<ObjectSummary> list(String prefix, String startAfter, int max) {
        ObjectKeys.requirePageSize(max);
        try {
            return listing.objects(ObjectKeys.requirePrefix(prefix), startAfter, max);
        } catch (IOException e) {
            throw failure("listing " + prefix, e);
        }
    }

    @Override
    public List<String> listPrefixes(String prefix, String startAfter, int max) {
        ObjectKeys.requirePageSize(max);
        try {
            return listing.prefixes(ObjectKeys.requireDirectoryPrefix(prefix), startAfter, max);
        } catch (IOException e) {
            throw failure("listing " + prefix, e);
        }
    }

    @Override
    public void delete(String key) {
        Path file = path(key);
        try {
            commits.alone(() -> {
                if (Files.isRegularFile(file)) {
                    Files.delete(file);
                    pruneEmptyFolders(file.getParent());
                }
                return file;
            });
        } catch (IOException e) {
            throw failure("deleting " + key, e);
        }
    }

    /** Nobody can put into a folder meanwhile, since a put makes its folders under the same lock. */
    private void pruneEmptyFolders(Path folder) throws IOException {
        for (Path empty = folder; !empty.equals(root) && isEmpty(empty); empty = empty.getParent()) {
            Files.delete(empty);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    @Override
    public void probe() {
        Path file = incoming.newFile();
        try {
            try {
                write(ObjectBody.of(new byte[] {1}), file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failure("probing " + root, e);
        }
    }

    @Override
    public void close() {
        try (commits) {
            incoming.close();
        } catch (IOException e) {
            throw failure("closing " + root, e);
        }
    }

    static ObjectSummary summary(String key, BasicFileAttributes attributes) {
        Instant modified = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MICROS);
        String etag = Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, modified)) + "-"
                + Long.toHexString(attributes.size());
        return new ObjectSummary(key, attributes.size(), etag, modified);
    }

    private static Optional<ObjectSummary> summaryOf(String key, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(summary(key, attributes)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // A part of the key is an object: the key cannot be one.
            if (Files.exists(file.getParent()) || Files.notExists(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Path path(String key) {
        return root.resolve(ObjectKeys.requireKey(key));
    }

    private static ObjectStoreException notFound(String key) {
        return new ObjectStoreException.NotFound("there is no object " + key);
    }

    private ObjectStoreException failure(String doing, IOException e) {
        if (e instanceof NoSuchFileException missing && !Files.isDirectory(root)) {
            return new ObjectStoreException.Refused(
                    doing + ": the directory " + root + " (setting location) is gone: mount or create it", missing);
        }
        if (e instanceof AccessDeniedException) {
            return new ObjectStoreException.Refused(
                    doing + ": this process may not use " + e.getMessage() + ": change its owner or mode", e);
        }
        boolean keyClash = e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException;
        if (keyClash || String.valueOf(e.getMessage()).matches(".*(Is a directory|Not a directory).*")) {
            return new ObjectStoreException.Refused(
                    doing + ": in a directory no key can be the folder of another: choose another key", e);
        }
        return new ObjectStoreException.Unavailable(doing + " failed: " + e, e);
    }
}
