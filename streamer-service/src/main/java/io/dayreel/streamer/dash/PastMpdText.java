package io.dayreel.streamer.dash;

import io.dayreel.streamer.dash.MpdPeriodText.Availability;
import io.dayreel.streamer.hls.ListedRendition;
import io.dayreel.streamer.hls.PastListing;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the manifest of a range (ISO/IEC 23009-1, 5.3): periods one behind the other from 0 on, each with the media's own
 * times as its offset. What is complete is static. A video of which more parts may come is dynamic, of which nothing is ever
 * dropped, and asks to be played from its beginning. One use by one thread.
 */
final class PastMpdText {
    static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";
    static final String PROFILES = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final String TILES = "http://dashif.org/guidelines/thumbnail_tile";
    private static final int IMAGE_SET = 3_000;
    private static final long MIN_BUFFER_MILLIS = 2_000;

    /** How often players look for more parts: what is listed is looked up no more often than once a second. */
    private static final long UPDATE_MILLIS = 2_000;

    /** Who begins within that has the same time line, and so the same manifests. */
    private static final long BEGINNERS_MILLIS = 10_000;

    /** From the making of a manifest until a player reads the clock. */
    private static final long ON_ITS_WAY_MILLIS = 10_000;

    /** Parts may come faster than they are played. */
    private static final Availability ANY_TIME = new Availability(Optional.of("INF"), false);

    private final Xml xml = new Xml();
    private final PastListing listing;
    private final String range;
    private final Formats formats;
    private final List<MpdPeriod> periods;

    /** @param range what it is asked for with */
    PastMpdText(PastListing listing, String range) {
        this.listing = listing;
        this.range = range;
        this.formats = Formats.of(listing.runs());
        this.periods = MpdPeriod.joined(MpdPeriod.of(
                listing.renditions().stream().map(ListedRendition::rendition).toList(), listing.spans(), Map.of()));
    }

    private long durationMillis() {
        return periods.stream().mapToLong(MpdPeriod::durationMillis).sum();
    }

    /** Of what is complete. */
    StringBuilder complete() {
        long duration = durationMillis();
        xml.open(
                "MPD",
                "xmlns",
                NAMESPACE,
                "profiles",
                PROFILES,
                "type",
                "static",
                "mediaPresentationDuration",
                MpdTimes.duration(duration),
                "maxSegmentDuration",
                MpdTimes.duration(longestMillis()),
                "minBufferTime",
                MpdTimes.duration(MIN_BUFFER_MILLIS));
        MpdPeriodText sets = sets(Availability.ALWAYS);
        for (MpdPeriod period : periods) {
            open(period, Optional.of(MpdTimes.duration(period.durationMillis())));
            sets.write(period);
            thumbnails(period, duration);
            xml.close();
        }
        return xml.close().document();
    }

    /**
     * When, by our clock, a video begins for who begins to play it now: so long ago that what is there is available.
     *
     * @param nowMillis by our clock
     */
    long zeroMillis(long nowMillis) {
        return Math.floorDiv(nowMillis - durationMillis(), BEGINNERS_MILLIS) * BEGINNERS_MILLIS;
    }

    /**
     * Of a video of which more parts may come. Who begins with it begins at 0: the suggested delay is all that was.
     *
     * @param zeroMillis what {@link #zeroMillis} was when the player began: it must not change while it plays
     */
    StringBuilder growing(long nowMillis, long zeroMillis) {
        xml.open(
                "MPD",
                "xmlns",
                NAMESPACE,
                "profiles",
                PROFILES,
                "type",
                "dynamic",
                "availabilityStartTime",
                MpdTimes.dateTime(zeroMillis),
                "publishTime",
                MpdTimes.dateTime(nowMillis),
                "minimumUpdatePeriod",
                MpdTimes.duration(UPDATE_MILLIS),
                "suggestedPresentationDelay",
                MpdTimes.duration(Math.max(0, nowMillis - zeroMillis) + ON_ITS_WAY_MILLIS),
                "maxSegmentDuration",
                MpdTimes.duration(longestMillis()),
                "minBufferTime",
                MpdTimes.duration(MIN_BUFFER_MILLIS));
        xml.text("Location", "dash.mpd?" + range + "&clock=" + zeroMillis);
        MpdPeriodText sets = sets(ANY_TIME);
        for (MpdPeriod period : periods) {
            boolean last = period.equals(periods.get(periods.size() - 1));
            open(period, last ? Optional.empty() : Optional.of(MpdTimes.duration(period.durationMillis())));
            sets.write(period);
            xml.close();
        }
        xml.empty("UTCTiming", "schemeIdUri", LiveMpdText.WALL_CLOCK, "value", LiveMpdText.TIME);
        return xml.close().document();
    }

    private MpdPeriodText sets(Availability available) {
        String query = range + "&rev=" + listing.revision();
        return new MpdPeriodText(
                xml,
                listing.renditions(),
                formats,
                (period, rendition) -> "dash/past/$RepresentationID$/" + period.epoch() + "-$Time$.m4s?" + query,
                available);
    }

    private void open(MpdPeriod period, Optional<String> duration) {
        xml.open(
                "Period",
                "id",
                period.offsetMillis(),
                "start",
                MpdTimes.duration(period.startMillis()),
                "duration",
                duration);
    }

    private long longestMillis() {
        return periods.stream()
                .flatMap(period -> period.spans().values().stream())
                .flatMap(List::stream)
                .mapToLong(span -> MpdTimes.millis(span.endMicros()) - MpdTimes.millis(span.startMicros()))
                .max()
                .orElse(1);
    }

    private void thumbnails(MpdPeriod period, long durationMillis) {
        Optional<Description> picture = period.spans().keySet().stream()
                .filter(Rendition::isVideo)
                .findFirst()
                .flatMap(rendition -> formats.of(period.spans().get(rendition).get(0)));
        if (picture.isEmpty()) {
            return;
        }
        TileSheets sheets = TileSheets.of(
                durationMillis,
                picture.get().width().orElse(0),
                picture.get().height().orElse(0));
        xml.open("AdaptationSet", "id", IMAGE_SET, "contentType", "image", "mimeType", "image/jpeg");
        xml.open(
                "Representation",
                "id",
                "thumbnails",
                "bandwidth",
                sheets.bitsPerSecond(),
                "width",
                sheets.width(),
                "height",
                sheets.height());
        xml.empty("EssentialProperty", "schemeIdUri", TILES, "value", TileSheets.COLUMNS + "x" + TileSheets.ROWS);
        xml.empty(
                "SegmentTemplate",
                "timescale",
                MpdTimes.TIMESCALE,
                "duration",
                sheets.sheetMillis(),
                "startNumber",
                1,
                "media",
                sheets.address(period.offsetMillis()));
        xml.close().close();
    }
}
