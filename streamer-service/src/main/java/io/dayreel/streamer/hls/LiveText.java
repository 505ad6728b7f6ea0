package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Optional;

/**
 * Where the text of a live segment or part is. Text is not cut by itself: it has the leader's segments and parts, so that it
 * holds nothing back and leaves no gaps, and every instance lists the same. What has come of it by the last picture of a
 * part is in the part; what comes later is in the ones that follow. One use, under the line's lock.
 */
final class LiveText {
    private final Rendition text;
    private final List<LiveSegment> whole;
    private final List<CutRecord.Part> open;
    private int oldest;

    /** @param text the rendition that is listed */
    LiveText(Rendition text, LiveRendition leader) {
        this.text = text;
        this.whole = leader.segments();
        this.open = leader.open();
    }

    MediaAddress.Text segment(LiveSegment segment) {
        return address(segment.span());
    }

    /** Empty if there are no pictures to go by. */
    Optional<MediaAddress.Text> part(CutRecord.Part part) {
        return part.span().kind() == CutSpan.Kind.MEDIA ? Optional.of(address(part.span())) : Optional.empty();
    }

    private MediaAddress.Text address(CutSpan span) {
        long from = span.startMicros() - MediaAddress.Text.LOOK_BACK_MICROS;
        long first = span.first();
        CounterRanges seen = new CounterRanges();
        CounterRanges missing = new CounterRanges();
        for (int i = oldestEndingAfter(from); i < whole.size() && !isBehind(whole.get(i), span); i++) {
            first = Math.min(first, take(whole.get(i).span(), span, seen, missing));
        }
        for (CutRecord.Part part : open) {
            first = Math.min(first, take(part.span(), span, seen, missing));
        }
        missing.addAll(span.missing());
        missing.addAll(seen.missing(first, span.next() - 1));
        CounterRanges wanted = CounterRanges.of(new CounterRange(first, span.next() - 1));
        return MediaAddress.textOf(text, between(span, first, missing.intersection(wanted)), true);
    }

    /** Index of the first segment that is looked back at. Playlists ask in order, so that each segment is passed once. */
    private int oldestEndingAfter(long micros) {
        if (oldest > 0 && whole.get(oldest - 1).span().endMicros() > micros) {
            oldest = 0;
        }
        while (oldest < whole.size() && whole.get(oldest).span().endMicros() <= micros) {
            oldest++;
        }
        return oldest;
    }

    private static boolean isBehind(LiveSegment segment, CutSpan span) {
        return segment.span().startMicros() > span.startMicros();
    }

    /** @return the counter that a stretch before {@code span}, or of it, begins with */
    private static long take(CutSpan stretch, CutSpan span, CounterRanges seen, CounterRanges missing) {
        boolean before = stretch.kind() == CutSpan.Kind.MEDIA
                && stretch.run() == span.run()
                && stretch.day().equals(span.day())
                && stretch.startMicros() <= span.startMicros();
        if (!before) {
            return Long.MAX_VALUE;
        }
        seen.add(stretch.first(), stretch.next() - 1);
        missing.addAll(stretch.missing());
        return stretch.first();
    }

    private static CutSpan between(CutSpan span, long first, CounterRanges missing) {
        return new CutSpan(
                span.kind(),
                span.day(),
                span.run(),
                first,
                span.next(),
                span.startMicros(),
                span.endMicros(),
                span.epoch(),
                span.configuration(),
                span.configurationTag(),
                missing);
    }
}
