package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutRecord.StartedRendition;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What is listed of one rendition of a line. Not thread-safe; its line locks. */
final class LiveRendition {
    /** So many segments are listed at least, however short the window is (RFC 8216bis, 6.2.2). */
    private static final int MIN_SEGMENTS = 6;

    /** Parts of segments further back are neither listed nor asked for any more. */
    private static final int SEGMENTS_WITH_PARTS = 16;

    private final Rendition rendition;
    private final long partTargetMicros;
    private final Deque<LiveSegment> whole = new ArrayDeque<>();
    private final Deque<LiveSegment> recent = new ArrayDeque<>();
    private final List<CutRecord.Part> open = new ArrayList<>();
    private long openMsn;

    LiveRendition(StartedRendition started) {
        rendition = Rendition.parse(started.rendition());
        partTargetMicros = started.partTargetMicros();
        openMsn = started.firstMsn();
        for (CutSpan span : started.segments()) {
            whole.add(new LiveSegment(openMsn, span, List.of()));
            openMsn++;
        }
    }

    Rendition rendition() {
        return rendition;
    }

    long partTargetMicros() {
        return partTargetMicros;
    }

    /** Whole segments that are kept, the oldest first. */
    List<LiveSegment> segments() {
        List<LiveSegment> all = new ArrayList<>(whole);
        all.addAll(recent);
        return all;
    }

    /** The epoch of the oldest segment that is kept; empty before one is whole. */
    Optional<Integer> firstEpoch() {
        return (whole.isEmpty() ? recent : whole)
                .stream().findFirst().map(each -> each.span().epoch());
    }

    /** Those that a sliding window shows. */
    List<LiveSegment> window(long windowMicros) {
        List<LiveSegment> all = segments();
        long from = lastSpan().map(CutSpan::endMicros).orElse(0L) - windowMicros;
        int first = 0;
        while (first < all.size() - MIN_SEGMENTS && all.get(first).span().endMicros() < from) {
            first++;
        }
        return all.subList(first, all.size());
    }

    /** Where the sliding window begins, µs; empty before the first segment is whole. */
    Optional<Long> windowStart(long windowMicros) {
        List<LiveSegment> shown = window(windowMicros);
        return shown.isEmpty()
                ? Optional.empty()
                : Optional.of(shown.get(0).span().startMicros());
    }

    /** Parts of the segment that is not whole yet. */
    List<CutRecord.Part> open() {
        return List.copyOf(open);
    }

    /** Whether no segment is whole yet. */
    boolean isYoung() {
        return whole.isEmpty() && recent.isEmpty();
    }

    /** Media sequence number of the segment that is not whole yet. */
    long openMsn() {
        return openMsn;
    }

    /** The last stretch that is listed. */
    Optional<CutSpan> lastSpan() {
        if (!open.isEmpty()) {
            return Optional.of(open.get(open.size() - 1).span());
        }
        LiveSegment last = recent.isEmpty() ? whole.peekLast() : recent.peekLast();
        if (last == null) {
            return Optional.empty();
        }
        return Optional.of(
                last.parts().isEmpty()
                        ? last.span()
                        : last.parts().get(last.parts().size() - 1).span());
    }

    /** A recent segment, with its parts. */
    Optional<LiveSegment> segment(long msn) {
        return recent.stream().filter(each -> each.msn() == msn).findFirst();
    }

    /** The part of a place; empty if it is not listed, or not any more. */
    Optional<CutRecord.Part> part(long msn, int part) {
        List<CutRecord.Part> parts =
                msn == openMsn ? open : segment(msn).map(LiveSegment::parts).orElse(List.of());
        return part < parts.size() ? Optional.of(parts.get(part)) : Optional.empty();
    }

    /** Lists a part if it is the next one. @return whether it was */
    boolean add(CutRecord.Part part) {
        boolean next = part.msn() == openMsn && part.part() == open.size();
        boolean opens = part.msn() == openMsn + 1 && part.part() == 0 && !open.isEmpty();
        if (!next && !opens) {
            return false;
        }
        if (opens) {
            close();
        }
        if (open.isEmpty() && recent.isEmpty()) {
            meet(part.span());
        }
        open.add(part);
        if (part.closes()) {
            close();
        }
        return true;
    }

    /**
     * What was recorded before the line was cut where the picture is, and a follower's first part begins with its own first
     * frame: the segment before it lasts until then.
     */
    private void meet(CutSpan first) {
        LiveSegment last = whole.peekLast();
        if (last != null
                && last.span().epoch() == first.epoch()
                && Math.abs(first.startMicros() - last.span().endMicros()) <= PastFollower.TOLERANCE_MICROS
                && last.span().startMicros() < first.startMicros()) {
            whole.removeLast();
            whole.addLast(new LiveSegment(last.msn(), last.span().endingAt(first.startMicros()), List.of()));
        }
    }

    void close() {
        if (!open.isEmpty()) {
            recent.add(LiveSegment.of(open));
            open.clear();
            openMsn++;
            if (recent.size() > SEGMENTS_WITH_PARTS) {
                LiveSegment old = recent.removeFirst();
                whole.add(new LiveSegment(old.msn(), old.span(), List.of()));
            }
        }
    }

    /** Forgets what lies further back. */
    void trim(long keptMicros) {
        long from = lastSpan().map(CutSpan::endMicros).orElse(0L) - keptMicros;
        while (!whole.isEmpty() && whole.getFirst().span().endMicros() < from) {
            whole.removeFirst();
        }
    }

    /** As another instance needs it to go on with the line. */
    StartedRendition snapshot() {
        List<LiveSegment> all = segments();
        long first = all.isEmpty() ? openMsn : all.get(0).msn();
        return new StartedRendition(
                rendition.toString(),
                partTargetMicros,
                first,
                all.stream().map(LiveSegment::span).toList());
    }

    /** Whether a blocked request can be answered: the part is listed, or one behind it (RFC 8216bis, 6.2.5.2). */
    boolean has(long msn, int part) {
        return openMsn > msn || openMsn == msn && part >= 0 && open.size() > part;
    }
}
