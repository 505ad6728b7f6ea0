package io.dayreel.streamer.viewstream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A segment in a file of its own, deleted when closed.
 *
 * @param tag of its content: the same frames in the same format have the same
 * @param startMicros where it begins, in µs of the range that was asked for
 * @param endMicros where the next one begins
 */
public record ViewedSegment(Path file, long length, String tag, long startMicros, long endMicros)
        implements AutoCloseable {

    /** Writes all of it. */
    public void copy(OutputStream target) throws IOException {
        Files.copy(file, target);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
