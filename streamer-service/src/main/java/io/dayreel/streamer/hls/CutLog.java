package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;

/** Where cuts are written so that all instances read them in one order: the topic {@code cuts}. Never blocks. */
@FunctionalInterface
public interface CutLog {
    /** Writes a record; what does not get there is written again by whoever cuts. */
    void write(CutRecord change);
}
