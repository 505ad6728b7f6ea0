package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.List;

/**
 * A segment of a live rendition as it is listed.
 *
 * @param msn media sequence number
 * @param span all of it
 * @param parts those that it was cut into; none if it was recorded before the line began
 */
record LiveSegment(long msn, CutSpan span, List<CutRecord.Part> parts) {
    LiveSegment {
        parts = List.copyOf(parts);
    }

    /** One out of its parts, which are at least one. */
    static LiveSegment of(List<CutRecord.Part> parts) {
        CutSpan first = parts.get(0).span();
        CutSpan last = parts.get(parts.size() - 1).span();
        CounterRanges missing = new CounterRanges();
        parts.forEach(part -> missing.addAll(part.span().missing()));
        CutSpan kindred = parts.stream()
                .map(CutRecord.Part::span)
                .filter(span -> span.kind() == CutSpan.Kind.MEDIA)
                .findFirst()
                .orElse(first);
        CutSpan all = new CutSpan(
                kindred.kind(),
                kindred.day(),
                kindred.run(),
                kindred.kind() == CutSpan.Kind.MEDIA ? kindred.first() : first.first(),
                next(parts, last),
                first.startMicros(),
                last.endMicros(),
                first.epoch(),
                kindred.configuration(),
                kindred.configurationTag(),
                missing);
        return new LiveSegment(parts.get(0).msn(), all, parts);
    }

    private static long next(List<CutRecord.Part> parts, CutSpan last) {
        return parts.stream()
                .map(CutRecord.Part::span)
                .filter(span -> span.kind() == CutSpan.Kind.MEDIA)
                .reduce((a, b) -> b)
                .orElse(last)
                .next();
    }
}
