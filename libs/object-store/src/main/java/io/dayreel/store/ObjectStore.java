package io.dayreel.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Named byte sequences that appear whole or not at all: a reader never sees half an object, also after a crash in
 * mid-put. What was put is durable when the call returns, and seen by every later call of any client.
 *
 * <p>Safe for use by many threads. Every call blocks, and no longer than the timeouts of the {@link
 * ObjectStoreLocation}. Failures are {@link ObjectStoreException}s; a key that breaks the rule of {@link
 * #requireKey} is an {@link IllegalArgumentException} before any request is made. No call retries a write by itself:
 * one put is one request.
 */
public interface ObjectStore extends AutoCloseable {
    /** Largest object: what S3 takes in a single PUT. */
    long MAX_OBJECT_BYTES = 5L << 30;

    /** Most entries of one page of a listing. */
    int MAX_PAGE = 10_000;

    /**
     * Stores an object, in place of any that has the key.
     *
     * @return the new object's ETag
     * @throws IllegalArgumentException if the body is larger than {@link #MAX_OBJECT_BYTES}
     */
    String put(String key, ObjectBody body, PutReason reason);

    default String put(String key, byte[] bytes) {
        return put(key, ObjectBody.of(bytes), PutReason.OTHER);
    }

    /** Stores a copy of a finished file, which stays. */
    default String put(String key, Path file) {
        return put(key, ObjectBody.copyOf(file), PutReason.OTHER);
    }

    /**
     * Stores an object unless the key is taken. Of any number of concurrent calls one at most returns true. After an
     * {@link ObjectStoreException.Unavailable} a repetition may answer false because the first attempt got through.
     *
     * @return whether this call stored it
     */
    boolean createIfAbsent(String key, ObjectBody body, PutReason reason);

    default boolean createIfAbsent(String key, byte[] bytes) {
        return createIfAbsent(key, ObjectBody.of(bytes), PutReason.OTHER);
    }

    /**
     * Replaces the object that has this ETag.
     *
     * @return the new object's ETag
     * @throws ObjectStoreException.PreconditionFailed if the object has another ETag by now
     * @throws ObjectStoreException.NotFound if it is gone
     */
    String replaceIfMatch(String key, byte[] bytes, String etag);

    /**
     * Opens a range of an object; one request. The caller closes the stream, and should soon: it holds a connection or
     * a file. It ends early, or at once, where the object ends. A connection cut in mid-range is an {@link IOException}
     * of the stream, never its end.
     *
     * @param offset from 0
     * @param length from 1
     * @throws ObjectStoreException.NotFound if there is no such object
     */
    InputStream get(String key, long offset, long length);

    /**
     * Reads from the offset until the buffer is full or the object ends.
     *
     * @return bytes read, 0 if the object ends at or before the offset
     */
    default int read(String key, long offset, ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        int before = target.position();
        byte[] chunk = new byte[Math.min(target.remaining(), 64 * 1024)];
        try (InputStream in = get(key, offset, target.remaining())) {
            while (target.hasRemaining()) {
                int n = in.read(chunk, 0, Math.min(chunk.length, target.remaining()));
                if (n < 0) {
                    break;
                }
                target.put(chunk, 0, n);
            }
        } catch (IOException e) {
            throw new ObjectStoreException.Unavailable("reading " + key + " broke off", e);
        }
        return target.position() - before;
    }

    /**
     * Reads exactly a range.
     *
     * @throws ObjectStoreException.NotFound if the object is absent or ends before the range does
     */
    default byte[] read(String key, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int n = read(key, offset, buffer);
        if (n != length) {
            throw new ObjectStoreException.NotFound(
                    key + " holds only " + n + " of the " + length + " bytes from " + offset);
        }
        return buffer.array();
    }

    /**
     * Reads a whole small object in one request.
     *
     * @throws ObjectStoreException.Refused if it is larger than the limit
     */
    default byte[] readAll(String key, int maxBytes) {
        try (InputStream in = get(key, 0, maxBytes + 1L)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw new ObjectStoreException.Refused(
                        key + " is larger than the " + maxBytes + " bytes that its reader allows");
            }
            return bytes;
        } catch (IOException e) {
            throw new ObjectStoreException.Unavailable("reading " + key + " broke off", e);
        }
    }

    /** What is known of an object without its bytes; empty if there is none. */
    Optional<ObjectSummary> head(String key);

    /**
     * One page of the objects whose keys begin with the prefix, in the order of their keys.
     *
     * @param prefix any beginning of a key, also empty
     * @param startAfter only greater keys are listed; empty for the first page
     * @param max 1 to {@link #MAX_PAGE}
     * @return at most {@code max}; fewer only at the end of the listing
     */
    List<ObjectSummary> list(String prefix, String startAfter, int max);

    /**
     * One page of the distinct continuations of a prefix up to and with the next {@code /}, in order: {@code a/} of
     * {@code a/b} and {@code a/c} for the empty prefix. Only prefixes that hold an object are listed.
     *
     * @param prefix empty, or ends in {@code /}
     * @param startAfter a prefix listed before; empty for the first page
     * @param max 1 to {@link #MAX_PAGE}
     */
    List<String> listPrefixes(String prefix, String startAfter, int max);

    /** All objects under a prefix in order, read page by page while iterating: memory for one page of 1000. */
    default Iterable<ObjectSummary> listAll(String prefix) {
        return () -> new PagedIterator<>(
                (last, max) -> list(prefix, last.map(ObjectSummary::key).orElse(""), max));
    }

    /** All of {@link #listPrefixes}, read page by page while iterating. */
    default Iterable<String> allPrefixes(String prefix) {
        return () -> new PagedIterator<>((last, max) -> listPrefixes(prefix, last.orElse(""), max));
    }

    /** Removes an object. No object with the key is no failure. */
    void delete(String key);

    /**
     * Asks the store for a sign of life, within seconds.
     *
     * @throws ObjectStoreException saying what is wrong
     */
    void probe();

    /** Whether {@link #probe} succeeds. */
    default boolean isReachable() {
        try {
            probe();
            return true;
        } catch (ObjectStoreException e) {
            return false;
        }
    }

    /** Gives up connections and files. Calls in flight may fail as unavailable. */
    @Override
    void close();

    /**
     * Keys are 1–800 characters: parts of {@code A-Z a-z 0-9 . _ - =}, at most 200 each, joined by {@code /}; a part begins
     * with a letter, a digit or {@code _}. So their order as text is that of their UTF-8 bytes, and each is a file name.
     *
     * @throws IllegalArgumentException saying what is wrong with the key
     */
    static String requireKey(String key) {
        return ObjectKeys.requireKey(key);
    }
}
