package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.dash.MpdPeriodText.Availability;
import io.dayreel.streamer.hls.ListedRendition;
import io.dayreel.streamer.hls.LiveListing;
import io.dayreel.streamer.hls.LiveListing.ListedSegments;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the manifest of a live stream (ISO/IEC 23009-1, 5.3 and annex K). Its time line begins in 1970, so that times of
 * the presentation are the media's own, whichever instance writes it. One use by one thread.
 */
final class LiveMpdText {
    static final String WALL_CLOCK = "urn:mpeg:dash:utc:http-xsdate:2014";

    /** Where our time is, relative to a manifest. */
    static final String TIME = "../../time";

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long MIN_BUFFER_MILLIS = 1_000;

    /** A segment has to be known soon after it begins: players ask for it while it grows. */
    private static final long UPDATE_MILLIS = 1_000;

    /** So many of the last segments say how long the one that grows will be. */
    private static final int LOOKED_AT = 4;

    /** Segments of further tracks begin within that of the leader's. */
    private static final long TOLERANCE_MICROS = 250_000;

    /** From a picture's capture to the screen, ms: what players are to hold. */
    private static final int TARGET_LATENCY = 3_000;

    private static final int MIN_LATENCY = 1_500;
    private static final int MAX_LATENCY = 12_000;

    /** Players that do not know of latencies hold so many segments, and this. */
    private static final int SEGMENTS_OF_DELAY = 2;

    private static final long MORE_DELAY_MILLIS = 2_000;

    private final Xml xml = new Xml();
    private final LiveListing listing;
    private final List<ListedRendition> renditions;
    private final Formats formats;
    private final List<MpdPeriod> periods;

    /** @param renditions those that the presentation may have, variants first, text last */
    LiveMpdText(LiveListing listing, List<ListedRendition> renditions, Formats formats) {
        this.listing = listing;
        this.renditions = renditions;
        this.formats = formats;
        Map<Rendition, List<CutSpan>> spans = spans();
        List<Rendition> present = renditions.stream()
                .map(ListedRendition::rendition)
                .filter(spans::containsKey)
                .toList();
        this.periods = MpdPeriod.of(present, spans, listing.epochStarts());
    }

    /** Whether nothing that could be played is listed yet. */
    boolean isEmpty() {
        return periods.isEmpty();
    }

    /**
     * While the stream goes on; once it has ended, for who played it when it did.
     *
     * @param clockMillis how far our clock is ahead of the device's
     */
    StringBuilder onOwnTimes(long clockMillis) {
        if (listing.ended()) {
            // The length of what is listed, not its end: Shaka Player adds where its own time line begins.
            over(endMillis() - firstMillis());
            write(periods, Availability.ALWAYS);
        } else {
            goingOn(clockMillis);
            write(periods, Availability.growing(earlierMillis()));
            xml.empty("UTCTiming", "schemeIdUri", WALL_CLOCK, "value", TIME);
        }
        return xml.close().document();
    }

    /** Of a stream that has ended, for who comes later: from 0 on, and what was not recorded takes no time. */
    StringBuilder fromZero() {
        over(periods.stream().mapToLong(MpdPeriod::durationMillis).sum());
        write(MpdPeriod.joined(periods), Availability.ALWAYS);
        return xml.close().document();
    }

    private void over(long durationMillis) {
        xml.open(
                "MPD",
                "xmlns",
                PastMpdText.NAMESPACE,
                "profiles",
                PastMpdText.PROFILES,
                "type",
                "static",
                "mediaPresentationDuration",
                MpdTimes.duration(durationMillis),
                "maxSegmentDuration",
                MpdTimes.duration(targetMillis()),
                "minBufferTime",
                MpdTimes.duration(MIN_BUFFER_MILLIS));
    }

    private void goingOn(long clockMillis) {
        xml.open(
                "MPD",
                "xmlns",
                PastMpdText.NAMESPACE,
                "profiles",
                PastMpdText.PROFILES,
                "type",
                "dynamic",
                "availabilityStartTime",
                MpdTimes.dateTime(clockMillis),
                "publishTime",
                MpdTimes.dateTime(listing.atMillis()),
                "minimumUpdatePeriod",
                MpdTimes.duration(UPDATE_MILLIS),
                "timeShiftBufferDepth",
                MpdTimes.duration(listing.windowMillis()),
                "suggestedPresentationDelay",
                MpdTimes.duration(SEGMENTS_OF_DELAY * targetMillis() + MORE_DELAY_MILLIS),
                "maxSegmentDuration",
                MpdTimes.duration(targetMillis()),
                "minBufferTime",
                MpdTimes.duration(MIN_BUFFER_MILLIS));
        xml.text("Location", "dash.mpd?clock=" + clockMillis);
        xml.open("ServiceDescription", "id", 0);
        xml.empty("Latency", "target", TARGET_LATENCY, "min", MIN_LATENCY, "max", MAX_LATENCY);
        xml.empty("PlaybackRate", "min", "0.95", "max", "1.10");
        xml.close();
    }

    private long firstMillis() {
        return periods.get(0).spans().values().stream()
                .mapToLong(spans -> MpdTimes.millis(spans.get(0).startMicros()))
                .min()
                .orElse(periods.get(0).offsetMillis());
    }

    private long endMillis() {
        MpdPeriod last = periods.get(periods.size() - 1);
        return last.startMillis() + last.durationMillis();
    }

    private void write(List<MpdPeriod> written, Availability available) {
        MpdPeriodText sets = new MpdPeriodText(
                xml,
                renditions,
                formats,
                (period, rendition) -> "dash/live/$RepresentationID$/" + listing.line() + "-$Time$.m4s",
                available);
        for (MpdPeriod period : written) {
            boolean goesOn = available.growing() && period.equals(written.get(written.size() - 1));
            xml.open(
                    "Period",
                    "id",
                    listing.line() + "-" + period.epoch(),
                    "start",
                    MpdTimes.duration(period.startMillis()),
                    "duration",
                    goesOn ? Optional.empty() : MpdTimes.duration(period.durationMillis()));
            sets.write(period);
            xml.close();
        }
    }

    private long targetMillis() {
        return listing.targetSeconds() * MILLIS_PER_SECOND;
    }

    /** A segment is there as soon as its first part is. */
    private long earlierMillis() {
        return Math.max(1, targetMillis() - listing.leader().partMicros() / MICROS_PER_MILLI);
    }

    private Map<Rendition, List<CutSpan>> spans() {
        List<CutSpan> leader = leader();
        Map<Rendition, List<CutSpan>> spans = new HashMap<>();
        for (ListedSegments listed : listing.renditions()) {
            List<CutSpan> all = new ArrayList<>(listed.whole());
            listed.open().map(open -> grown(open, leader)).ifPresent(all::add);
            spans.put(listed.rendition(), all);
        }
        List<CutSpan> shown =
                leader.stream().filter(span -> span.kind() == Kind.MEDIA).toList();
        renditions.stream()
                .map(ListedRendition::rendition)
                .filter(Rendition::isText)
                .forEach(text -> spans.put(text, shown)); // text has the leader's segments
        return spans;
    }

    /**
     * The leader's segments; the one that grows as long as the longest of the last ones, and a part. It is corrected when it
     * is whole: players bear one that turns out to be shorter, and load one a second time that turns out to be longer.
     */
    private List<CutSpan> leader() {
        ListedSegments leader = listing.leader();
        List<CutSpan> all = new ArrayList<>(leader.whole());
        leader.open().ifPresent(open -> {
            long length = all.subList(Math.max(0, all.size() - LOOKED_AT), all.size()).stream()
                    .filter(span -> span.kind() == Kind.MEDIA && span.epoch() == open.epoch())
                    .mapToLong(CutSpan::durationMicros)
                    .max()
                    .orElse(targetMillis() * MICROS_PER_MILLI);
            long end = Math.max(open.startMicros() + length, open.endMicros()) + leader.partMicros();
            all.add(open.endingAt(end));
        });
        return all;
    }

    /** A segment that grows ends where the leader's does. */
    private static CutSpan grown(CutSpan open, List<CutSpan> leader) {
        long end = leader.stream()
                .mapToLong(CutSpan::endMicros)
                .filter(each -> each > open.startMicros() + TOLERANCE_MICROS)
                .min()
                .orElse(open.endMicros());
        return open.endingAt(Math.max(end, open.endMicros()));
    }
}
