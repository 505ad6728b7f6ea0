package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;

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
        int epoch) {

    /**
     * What it is made of.
     *
     * @param tag of the configuration
     * @param missing counters from first to next that are not there
     */
    CutSpan span(String tag, CounterRanges missing) {
        return new CutSpan(
                kind,
                first.day(),
                first.run(),
                first.counter(),
                next,
                startMicros,
                endMicros,
                epoch,
                first.configuration(),
                tag,
                missing);
    }
}
