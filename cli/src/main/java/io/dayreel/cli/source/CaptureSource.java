package io.dayreel.cli.source;

import java.io.IOException;
import java.util.Optional;

/**
 * A sequence of captured frames. Frames of one track come in order of their time, which never decreases. One thread at
 * a time calls {@link #next}; any thread may close, and then a waiting {@code next} returns soon.
 */
public interface CaptureSource extends AutoCloseable {

    /**
     * The next frame; empty at the end of the input or after {@link #close}, and from then on. Blocks until there is
     * one. A caller that does not call holds the source back; nothing is dropped for it.
     *
     * @throws CaptureException if the input cannot be read, with a message for the user
     */
    Optional<CapturedFrame> next() throws IOException, InterruptedException;

    /** Whether frames appear as they happen, so that waiting for one says nothing about the next. */
    boolean live();

    /** Gives back processes, threads and files. May be repeated. */
    @Override
    void close();
}
