package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.hls.LiveLine.PlaylistForm;
import io.dayreel.streamer.hls.LiveLine.Skip;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Optional;

/** Writes a live media playlist (RFC 8216bis, 4.4 and appendix B). One use, under the line's lock. */
final class LivePlaylistText {
    private static final int VERSION = 10;
    private static final long MICROS = 1_000_000;

    /** In target durations (4.4.3.8). */
    private static final int HOLD_BACK = 3;

    private static final int SKIP_UNTIL = 6;

    /** Parts are listed of segments that end no further from the end (4.4.4.9), in target durations. */
    private static final int WITH_PARTS = 3;

    /** In part targets; the standard asks for two at least and recommends three (4.4.3.8). */
    private static final double PART_HOLD_BACK = 3.0;

    private final LiveLine line;
    private final PlaylistForm form;
    private final List<LiveRendition> all;
    private final ListedEvents events;
    private final LiveRendition rendition;
    private final Tags tags = new Tags(VERSION);
    private final SegmentTags begins;
    private final Optional<LiveText> text;

    /** @param rendition whose segments are listed: of text the leader */
    LivePlaylistText(
            LiveLine line, PlaylistForm form, LiveRendition rendition, List<LiveRendition> all, ListedEvents events) {
        this.line = line;
        this.form = form;
        this.all = all;
        this.events = events;
        this.rendition = rendition;
        this.text =
                form.rendition().isText() ? Optional.of(new LiveText(form.rendition(), rendition)) : Optional.empty();
        this.begins = new SegmentTags(tags, form.rendition());
    }

    Rendered render() {
        List<LiveSegment> segments = form.eventFrom()
                .map(first -> rendition.segments().stream()
                        .filter(each -> each.msn() >= first)
                        .toList())
                .orElseGet(() -> rendition.window(line.reach().windowMicros()));
        List<CutRecord.Part> open = rendition.open();
        long target = line.targetSeconds() * MICROS;
        long end = rendition.lastSpan().map(CutSpan::endMicros).orElse(0L);
        int skipped = skipped(segments, end - SKIP_UNTIL * target);
        head(segments, open);
        List<ListedEvents.Listed> shown = events.from(
                segments.isEmpty() ? Long.MAX_VALUE : segments.get(0).span().startMicros());
        events(shown, segments, skipped);
        if (skipped > 0) {
            skip(shown, skipped);
            begins.skip(segments.get(skipped - 1).span());
        }
        for (LiveSegment segment : segments.subList(skipped, segments.size())) {
            begins.begin(segment.span());
            if (segment.span().endMicros() >= end - WITH_PARTS * target) {
                parts(segment.parts());
            }
            if (isGap(segment.span())) {
                tags.line("#EXT-X-GAP");
            }
            tags.segment(segment.span(), SegmentTags.MEDIA + address(segment).path());
        }
        tail(open);
        return Rendered.of(tags.text());
    }

    private MediaAddress address(LiveSegment segment) {
        return text.<MediaAddress>map(said -> said.segment(segment))
                .orElseGet(() -> MediaAddress.of(rendition.rendition(), segment.span()));
    }

    /** The silence of a leader without pictures tells nothing of where text is. */
    private boolean isGap(CutSpan span) {
        return span.kind() == Kind.GAP || text.isPresent() && span.kind() != Kind.MEDIA;
    }

    private void head(List<LiveSegment> segments, List<CutRecord.Part> open) {
        String partTarget = Tags.decimal(rendition.partTargetMicros());
        long longestPart =
                all.stream().mapToLong(LiveRendition::partTargetMicros).max().orElse(0);
        String partHoldBack = Tags.decimal((long) Math.ceil(PART_HOLD_BACK * longestPart));
        long first = segments.isEmpty() ? rendition.openMsn() : segments.get(0).msn();
        int epoch = segments.isEmpty()
                ? open.isEmpty() ? 0 : open.get(0).span().epoch()
                : segments.get(0).span().epoch();
        int target = line.targetSeconds();
        tags.line("#EXT-X-TARGETDURATION:" + target)
                .line("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=" + partHoldBack + ",HOLD-BACK="
                        + HOLD_BACK * target + ".0,CAN-SKIP-UNTIL=" + SKIP_UNTIL * target
                        + ".0,CAN-SKIP-DATERANGES=YES")
                .line("#EXT-X-PART-INF:PART-TARGET=" + partTarget)
                .line("#EXT-X-MEDIA-SEQUENCE:" + first);
        if (form.eventFrom().isPresent()) {
            tags.line("#EXT-X-PLAYLIST-TYPE:EVENT");
        } else {
            tags.line("#EXT-X-DISCONTINUITY-SEQUENCE:" + epoch);
        }
    }

    /** How many segments a delta update leaves out: whole ones further from the end than the skip boundary. */
    private int skipped(List<LiveSegment> segments, long boundaryMicros) {
        if (form.skip() == Skip.NOTHING) {
            return 0;
        }
        int count = 0;
        while (count < segments.size() && segments.get(count).span().endMicros() < boundaryMicros) {
            count++;
        }
        return count;
    }

    private void events(List<ListedEvents.Listed> shown, List<LiveSegment> segments, int skipped) {
        long news = skipsDateRanges() && skipped > 0 ? segments.get(skipped - 1).msn() : Long.MIN_VALUE;
        for (ListedEvents.Listed listed : shown) {
            CutRecord.Event event = listed.event();
            if (listed.msn() >= news) {
                tags.line(EventRanges.line(
                        event.day(),
                        event.run(),
                        event.counter(),
                        event.timeMicros(),
                        event.eventType(),
                        event.track()));
            }
        }
    }

    private boolean skipsDateRanges() {
        return form.skip() == Skip.SEGMENTS_AND_DATE_RANGES;
    }

    /** A client that skips date ranges has to be told of those that left since its last playlist (4.4.5.2). */
    private void skip(List<ListedEvents.Listed> shown, int skipped) {
        long since = line.lastAtMillis() - (long) SKIP_UNTIL * line.targetSeconds() * 1000;
        tags.line("#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped
                + (skipsDateRanges()
                        ? ",RECENTLY-REMOVED-DATERANGES=\"" + String.join("\t", events.goneSince(since, shown)) + "\""
                        : ""));
    }

    private void parts(List<CutRecord.Part> parts) {
        for (CutRecord.Part part : parts) {
            if (!isGap(part.span())) {
                tags.part(
                        Math.min(Tags.listedMillis(part.span()), rendition.partTargetMicros() / Tags.MICROS_PER_MILLI),
                        partAddress(part.msn(), part.part()),
                        part.independent() || text.isPresent(),
                        false);
            }
        }
    }

    private void tail(List<CutRecord.Part> open) {
        if (line.isEnded()) {
            tags.line("#EXT-X-ENDLIST");
            return;
        }
        if (!open.isEmpty()) {
            begins.begin(LiveSegment.of(open).span());
            parts(open);
        }
        tags.line("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + partAddress(rendition.openMsn(), open.size()) + "\"");
        for (LiveRendition other : all) {
            if (other != rendition || text.isPresent()) {
                report(other);
            }
        }
    }

    private void report(LiveRendition other) {
        int parts = other.open().size();
        List<LiveSegment> whole = other.segments();
        long msn = parts > 0 ? other.openMsn() : other.openMsn() - 1;
        int last = parts > 0
                ? parts - 1
                : whole.isEmpty() ? -1 : whole.get(whole.size() - 1).parts().size() - 1;
        tags.line("#EXT-X-RENDITION-REPORT:URI=\"" + other.rendition() + ".m3u8\",LAST-MSN=" + msn
                + (last >= 0 ? ",LAST-PART=" + last : ""));
    }

    private String partAddress(long msn, int part) {
        return partAddress(form.rendition(), line.number(), msn, part);
    }

    static String partAddress(Rendition rendition, long line, long msn, int part) {
        return rendition + "/" + line + "-" + msn + "-" + part + (rendition.isText() ? ".vtt" : ".m4s");
    }
}
