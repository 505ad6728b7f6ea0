package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;

/**
 * Which frames the text of a segment may be in: those of the segments that reach back as far as a cue may last, and ahead as
 * far as one may come late, within the run. One use by one thread.
 */
final class PastText {
    private final List<CutSpan> spans;

    private PastText(List<CutSpan> spans) {
        this.spans = spans;
    }

    /**
     * Widens segments of text.
     *
     * @param runs in the order in which they are played
     * @param spans of these runs, cut where the pictures are
     */
    static List<CutSpan> of(List<RecordedRun> runs, List<CutSpan> spans) {
        PastText text = new PastText(spans);
        List<CutSpan> widened = new ArrayList<>(spans.size());
        int at = 0;
        for (RecordedRun run : runs) {
            int begin = at;
            while (at < spans.size() && isOf(run, spans.get(at))) {
                at++;
            }
            for (int i = begin; i < at; i++) {
                widened.add(text.widened(run, i, begin, at));
            }
        }
        return widened;
    }

    /** Segments of a file of captions: all of its frames, from which each takes what is shown in its time. */
    static List<CutSpan> ofFile(RecordedRun file, Rendition rendition, List<CutSpan> spans) {
        ConfigurationStart format = file.track(rendition)
                .flatMap(track -> track.configurationAt(0))
                .orElseThrow(() -> new IllegalStateException("captions " + file.run() + " are no " + rendition));
        return spans.stream()
                .map(span -> new CutSpan(
                        span.kind(),
                        file.day(),
                        file.run(),
                        0,
                        file.present().last() + 1,
                        span.startMicros(),
                        span.endMicros(),
                        span.epoch(),
                        format.number(),
                        format.tag(),
                        new CounterRanges(),
                        0))
                .toList();
    }

    private static boolean isOf(RecordedRun run, CutSpan span) {
        return span.run() == run.run() && span.day().equals(run.day());
    }

    /** @param begin index of the run's first segment @param end index behind its last */
    private CutSpan widened(RecordedRun run, int at, int begin, int end) {
        CutSpan span = spans.get(at);
        int from = at;
        while (from > begin
                && spans.get(from).startMicros() > span.startMicros() - MediaAddress.Text.LOOK_BACK_MICROS) {
            from--;
        }
        int to = at;
        while (to + 1 < end && spans.get(to).endMicros() < span.endMicros() + MediaAddress.Text.LATE_MICROS) {
            to++;
        }
        long first = spans.get(from).first();
        if (from == begin && !run.present().isEmpty()) {
            first = Math.min(first, run.present().first()); // what is said before the first picture that can be shown
        }
        return between(run, span, first, spans.get(to).next());
    }

    private static CutSpan between(RecordedRun run, CutSpan span, long first, long next) {
        CounterRanges missing = run.present().containsAll(first, next - 1)
                ? new CounterRanges()
                : run.present().missing(first, next - 1);
        return new CutSpan(
                span.kind(),
                span.day(),
                span.run(),
                first,
                next,
                span.startMicros(),
                span.endMicros(),
                span.epoch(),
                span.configuration(),
                span.configurationTag(),
                missing,
                span.shiftMicros());
    }
}
