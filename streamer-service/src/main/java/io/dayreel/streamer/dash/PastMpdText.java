package io.dayreel.streamer.dash;

import io.dayreel.streamer.hls.ListedRendition;
import io.dayreel.streamer.hls.PastListing;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.Rendition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the manifest of a range (ISO/IEC 23009-1, 5.3): periods one behind the other from 0 on, each with the media's own
 * times since 1970 as its offset. One use by one thread.
 */
final class PastMpdText {
    static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";
    static final String PROFILES = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final String TILES = "http://dashif.org/guidelines/thumbnail_tile";
    private static final int IMAGE_SET = 3_000;
    private static final long MIN_BUFFER_MILLIS = 2_000;

    private final Xml xml = new Xml();
    private final PastListing listing;
    private final Formats formats;
    private final List<MpdPeriod> periods;

    PastMpdText(PastListing listing) {
        this.listing = listing;
        this.formats = Formats.of(listing.runs());
        this.periods = MpdPeriod.joined(MpdPeriod.of(
                listing.renditions().stream().map(ListedRendition::rendition).toList(), listing.spans(), Map.of()));
    }

    /** @param query what the range is asked for with, and the revision */
    StringBuilder write(String query) {
        long duration = periods.stream().mapToLong(MpdPeriod::durationMillis).sum();
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
        MpdPeriodText sets = new MpdPeriodText(
                xml,
                listing.renditions(),
                formats,
                (period, rendition) -> "dash/past/$RepresentationID$/" + period.epoch() + "-$Time$.m4s?" + query,
                Optional.empty());
        for (MpdPeriod period : periods) {
            xml.open(
                    "Period",
                    "id",
                    period.offsetMillis(),
                    "start",
                    MpdTimes.duration(period.startMillis()),
                    "duration",
                    MpdTimes.duration(period.durationMillis()));
            sets.write(period);
            thumbnails(period, duration);
            xml.close();
        }
        return xml.close().document();
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
