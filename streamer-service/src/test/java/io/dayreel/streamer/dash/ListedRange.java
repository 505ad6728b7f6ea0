package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.hls.ListedRendition;
import io.dayreel.streamer.hls.PastListing;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A listing made by hand: renditions with their configurations, and segments one behind the other. */
final class ListedRange {
    static final Day DAY = Day.parse("2026-11-20");
    static final long START = DAY.startMicros();
    static final String QUERY = "from=a&to=b";

    private final Map<Rendition, ConfigurationStart> formats = new LinkedHashMap<>();
    private final Map<Rendition, List<CutSpan>> spans = new LinkedHashMap<>();

    /** @param json as the device would send it */
    ListedRange with(Rendition rendition, String json) {
        formats.put(rendition, new ConfigurationStart(0, 1, json, new byte[] {1}));
        spans.put(rendition, new ArrayList<>());
        return this;
    }

    /** The same segment of every rendition. */
    ListedRange segment(int epoch, long startMicros, long endMicros) {
        formats.keySet().forEach(each -> segment(each, Kind.MEDIA, epoch, startMicros, endMicros));
        return this;
    }

    ListedRange segment(Rendition rendition, Kind kind, int epoch, long startMicros, long endMicros) {
        List<CutSpan> listed = spans.get(rendition);
        long first = listed.size() * 100L;
        listed.add(new CutSpan(
                kind,
                DAY,
                1,
                first,
                first + 100,
                startMicros,
                endMicros,
                epoch,
                1,
                kind == Kind.GAP ? "" : formats.get(rendition).tag(),
                new CounterRanges()));
        return this;
    }

    /** A segment of a run that has no such track: text has one all the same. */
    ListedRange segmentWithoutFormat(Rendition rendition, int epoch, long startMicros, long endMicros) {
        spans.get(rendition)
                .add(new CutSpan(
                        Kind.MEDIA, DAY, 2, 0, 100, startMicros, endMicros, epoch, 0, "", new CounterRanges()));
        return this;
    }

    List<CutSpan> spans(Rendition rendition) {
        return spans.get(rendition);
    }

    PastListing listing() {
        return listing(false);
    }

    private PastListing listing(boolean grows) {
        List<RecordedTrack> tracks = new ArrayList<>();
        List<ListedRendition> renditions = new ArrayList<>();
        formats.forEach((rendition, format) -> {
            tracks.add(new RecordedTrack(rendition, TrackRate.NONE, List.of(format), List.of()));
            renditions.add(new ListedRendition(rendition, 1_000_000, rendition.isVideo() ? 12.5 : 0));
        });
        RecordedRun run = new RecordedRun(
                DAY, 1, START, START, OptionalLong.empty(), new CounterRanges(), tracks, List.of(), List.of());
        return new PastListing("r", List.of(run), renditions, spans, grows);
    }

    /** Of a video of which more parts may come. @param zeroMillis empty for who begins */
    String growing(long nowMillis, Optional<Long> zeroMillis) {
        PastMpdText text = new PastMpdText(listing(true), "day=video");
        return text.growing(nowMillis, zeroMillis.orElseGet(() -> text.zeroMillis(nowMillis)))
                .toString();
    }

    String manifest() {
        return new PastMpdText(listing(), QUERY).complete().toString();
    }
}
