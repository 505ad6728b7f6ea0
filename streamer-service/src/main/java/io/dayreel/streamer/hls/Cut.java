package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan.Kind;

/**
 * A part that could be listed next.
 *
 * @param part number within its segment
 * @param first frame of it; for gaps and silence one of the stream that it belongs to
 * @param next the counter behind
 * @param endMicros where it ends
 */
record Cut(
        Kind kind,
        long msn,
        int part,
        boolean closes,
        boolean independent,
        CutFrame first,
        long next,
        long startMicros,
        long endMicros,
        int epoch) {}
