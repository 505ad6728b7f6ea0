package io.dayreel.ingest.upload;

import java.nio.file.Path;

/** A file and the room that it takes; closing deletes it and gives the room back. Not thread-safe. */
final class ScratchFile implements AutoCloseable {
    private final Scratch scratch;
    private final Path path;
    private long room;
    private boolean closed;

    ScratchFile(Scratch scratch, Path path) {
        this.scratch = scratch;
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Takes room for more. @throws UploadRefused BUSY if there is none at present */
    void grow(long bytes) throws UploadRefused {
        if (!scratch.take(bytes)) {
            throw new UploadRefused(
                    UploadRefused.Reason.BUSY, "the scratch space is full of parts under way: go on in a moment");
        }
        room += bytes;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Scratch.delete(path);
            scratch.release(room);
        }
    }
}
