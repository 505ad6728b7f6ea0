package io.dayreel.streamer.media;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The content behind an address, a fragment at a time: at most one group of pictures is in memory. One thread's. */
public interface Fragments extends Closeable {

    /**
     * The next bytes; may block on disk and network.
     *
     * @return empty behind the last one
     * @throws MediaException if they cannot be had
     */
    Optional<List<ByteBuffer>> next();

    @Override
    void close();

    /** Content that is there already. */
    static Fragments of(List<ByteBuffer> bytes) {
        return new Fragments() {
            private boolean taken;

            @Override
            public Optional<List<ByteBuffer>> next() {
                boolean first = !taken;
                taken = true;
                return first ? Optional.of(bytes) : Optional.empty();
            }

            @Override
            public void close() {
                taken = true;
            }
        };
    }
}
