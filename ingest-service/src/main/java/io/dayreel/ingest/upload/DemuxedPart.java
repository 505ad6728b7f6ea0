package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadedPart;

/**
 * A part as frames.
 *
 * @param frames all frame messages of its run, back to back, the last one the end of the run; owned
 */
record DemuxedPart(UploadedPart facts, ScratchFile frames) implements AutoCloseable {
    @Override
    public void close() {
        frames.close();
    }
}
