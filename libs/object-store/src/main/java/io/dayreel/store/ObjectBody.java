package io.dayreel.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a put stores. */
public sealed interface ObjectBody {
    /** A small object from memory. The array must not change until the put returns. */
    static ObjectBody of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** A finished file, sent from disk; it stays where it is. It must not change until the put returns. */
    static ObjectBody copyOf(Path file) {
        return new File(file, false);
    }

    /**
     * A finished file that is gone once stored: a directory on the same file system takes it by rename, any other store
     * sends it and deletes it after the confirmation. If the put fails, or finds the key taken, the file is still there.
     */
    static ObjectBody consume(Path file) {
        return new File(file, true);
    }

    /**
     * Size in bytes.
     *
     * @throws IllegalArgumentException if there is no such file, or it is larger than {@link ObjectStore#MAX_OBJECT_BYTES}
     */
    long size();

    /** @see ObjectBody#of */
    record Bytes(byte[] bytes) implements ObjectBody {
        @Override
        public long size() {
            return bytes.length;
        }
    }

    /**
     * @param consumed whether the file is gone once stored
     * @see ObjectBody#consume
     */
    record File(Path path, boolean consumed) implements ObjectBody {
        @Override
        public long size() {
            try {
                long bytes = Files.size(path);
                if (Files.isRegularFile(path) && bytes <= ObjectStore.MAX_OBJECT_BYTES) {
                    return bytes;
                }
                throw new IllegalArgumentException(path + " must be a regular file of at most "
                        + ObjectStore.MAX_OBJECT_BYTES + " bytes, not " + bytes);
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot store " + path + ": there is no such file, or no access", e);
            }
        }
    }
}
