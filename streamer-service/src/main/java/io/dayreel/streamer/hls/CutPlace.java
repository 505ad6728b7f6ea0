package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import java.util.Optional;

/**
 * How far a rendition is cut.
 *
 * @param msn of the segment that is open
 * @param parts that it has
 * @param segmentStartMicros where it begins; where the next one will, if it has no parts
 * @param last what is listed last
 * @param young whether no segment is whole yet
 */
record CutPlace(long msn, int parts, long segmentStartMicros, Optional<CutSpan> last, boolean young) {

    static CutPlace of(LiveRendition rendition) {
        var open = rendition.open();
        Optional<CutSpan> last = rendition.lastSpan();
        long start = open.isEmpty()
                ? last.map(CutSpan::endMicros).orElse(0L)
                : open.get(0).span().startMicros();
        return new CutPlace(rendition.openMsn(), open.size(), start, last, rendition.isYoung());
    }

    /** Whether a frame is still to be cut. */
    boolean isBefore(CutFrame frame) {
        if (last.isEmpty()) {
            return true;
        }
        CutSpan span = last.get();
        if (span.kind() != CutSpan.Kind.MEDIA) {
            return frame.timeMicros() >= span.endMicros() - PastCuts.PAUSE_MICROS / 20;
        }
        return frame.isOfRun(span.day(), span.run())
                ? frame.counter() >= span.next()
                : frame.timeMicros() >= span.startMicros();
    }
}
