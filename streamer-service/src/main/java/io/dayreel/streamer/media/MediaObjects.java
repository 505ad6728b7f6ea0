package io.dayreel.streamer.media;

import io.dayreel.streamer.media.MediaException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Serves what is behind addresses: made once however many ask for it at a time, and kept within a bound of memory. What
 * is too large to be kept is passed on a fragment at a time to each that asks. Thread-safe.
 */
public final class MediaObjects {
    private final MediaPool pool;
    private final MediaCounters counters;
    private final int maxObjectBytes;
    private final Bounded<String, byte[]> kept;
    private final Map<String, List<Receiver>> waiting = new HashMap<>();

    /** Somebody who wants the bytes. Called on any thread; each method at most once but {@link #more}. */
    public interface Receiver {
        /** All of it; shared, not to be changed. */
        void whole(byte[] bytes);

        /**
         * A piece of what is too large to be kept; blocks until there is room for the next.
         *
         * @return false to end it
         */
        boolean more(List<ByteBuffer> fragment);

        /** Nothing follows the pieces. */
        void end();

        /** It cannot be had. After pieces the answer has to be broken off. */
        void failed(RuntimeException failure);
    }

    /**
     * @param pool where media is made
     * @param maxBytes memory for all that is kept
     * @param maxObjectBytes of one object
     */
    public MediaObjects(MediaPool pool, MediaCounters counters, long maxBytes, int maxObjectBytes) {
        this.pool = pool;
        this.counters = counters;
        this.maxObjectBytes = maxObjectBytes;
        this.kept = new Bounded<>(maxBytes, bytes -> bytes.length);
    }

    /**
     * Gives an object to a receiver: at once on this thread if it is kept.
     *
     * @param key names the object over all devices
     * @param source begins to make it; may block
     */
    public void get(String key, Supplier<Fragments> source, Receiver receiver) {
        Optional<byte[]> known;
        boolean first = false;
        synchronized (this) {
            known = kept.get(key);
            if (known.isEmpty()) {
                List<Receiver> others = waiting.get(key);
                first = others == null;
                if (first) {
                    waiting.put(key, new ArrayList<>());
                } else {
                    others.add(receiver);
                }
            }
        }
        if (known.isPresent()) {
            counters.hit();
            receiver.whole(known.get());
        } else if (first) {
            submit(key, source, receiver);
        }
    }

    private void submit(String key, Supplier<Fragments> source, Receiver receiver) {
        try {
            pool.run(() -> make(key, source, receiver));
        } catch (RejectedExecutionException e) {
            MediaException overloaded = MediaException.of(Reason.NOT_NOW, "too much is asked for at a time");
            receiver.failed(overloaded);
            waiters(key).forEach(each -> each.failed(overloaded));
        }
    }

    private void make(String key, Supplier<Fragments> source, Receiver receiver) {
        try (Fragments fragments = source.get()) {
            List<ByteBuffer> collected = new ArrayList<>();
            long length = 0;
            Optional<List<ByteBuffer>> next = fragments.next();
            while (next.isPresent() && length <= maxObjectBytes) {
                collected.addAll(next.get());
                length += length(next.get());
                next = fragments.next();
            }
            if (next.isPresent() || length > maxObjectBytes) {
                passOn(key, source, receiver, collected, next, fragments);
            } else {
                byte[] bytes = join(collected, (int) length);
                kept.put(key, bytes);
                receiver.whole(bytes);
                waiters(key).forEach(each -> each.whole(bytes));
            }
        } catch (RuntimeException e) { // whoever waits must hear of it, whatever it is
            receiver.failed(e);
            waiters(key).forEach(each -> each.failed(e));
        }
    }

    /** The others begin anew, each for itself: nobody's slow line holds up anybody else. */
    private void passOn(
            String key,
            Supplier<Fragments> source,
            Receiver receiver,
            List<ByteBuffer> collected,
            Optional<List<ByteBuffer>> following,
            Fragments fragments) {
        waiters(key).forEach(each -> submit(key, source, each));
        Optional<List<ByteBuffer>> next = following;
        boolean wanted = receiver.more(collected);
        collected.clear();
        while (wanted && next.isPresent()) {
            wanted = receiver.more(next.get());
            next = wanted ? fragments.next() : Optional.empty();
        }
        receiver.end();
    }

    private synchronized List<Receiver> waiters(String key) {
        List<Receiver> all = waiting.remove(key);
        return all == null ? List.of() : all;
    }

    /** Bytes kept. */
    public long memoryBytes() {
        return kept.keptWeight();
    }

    private static long length(List<ByteBuffer> buffers) {
        return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    private static byte[] join(List<ByteBuffer> buffers, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        buffers.forEach(buffer -> all.put(buffer.duplicate()));
        return all.array();
    }
}
