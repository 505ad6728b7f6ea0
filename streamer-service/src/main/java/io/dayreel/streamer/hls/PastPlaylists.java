package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.media.text.LanguageTag;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.Multivariant.Made;
import io.dayreel.streamer.hls.RangeListings.Listing;
import io.dayreel.streamer.media.Bounded;
import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Playlists of the past, from the index alone (I10), but for the bit rates of what is not archived yet. A playlist of a
 * revision never changes; a range of which more has come has a new revision. What was made is kept, within a bound.
 * Thread-safe; calls may block on the network.
 */
public final class PastPlaylists {
    private static final int VERSION = 8;

    private final RangeListings listings;
    private final TrackSampler sampler;
    private final Bounded<Key, Made> kept;

    /** What is asked for. @param toMicros not included */
    public record Range(DeviceId device, long fromMicros, long toMicros) {
        /** All of an uploaded video. */
        public static Range ofVideo(DeviceId video) {
            return new Range(video, RecordedRange.VIDEO_START, RecordedRange.VIDEO_END);
        }

        boolean isOfVideo() {
            return fromMicros == RecordedRange.VIDEO_START;
        }
    }

    private record Key(Range range, String revision, Asked asked) {}

    private record Asked(Form form, Optional<Rendition> rendition, LanguageWish wish) {}

    private enum Form {
        MULTIVARIANT,
        MEDIA,
        KEY_PICTURES
    }

    /**
     * A playlist.
     *
     * @param revision of the range when it was made
     * @param offersChoice whether another wish gives another one
     * @param grows whether it is of a video that is not complete: its media playlists grow at their ends
     */
    public record Playlist(String revision, Rendered rendered, boolean offersChoice, boolean grows) {}

    /**
     * @param timeline whose tail says how much there is of what is not archived yet
     * @param segment length of segments, if the key frames allow
     * @param maxBytes memory for playlists
     */
    public PastPlaylists(StreamIndex index, Timeline timeline, InstantSource clock, Duration segment, long maxBytes) {
        this.sampler = new TrackSampler(timeline);
        this.listings = new RangeListings(index, clock, segment);
        this.kept = new Bounded<>(maxBytes, made -> made.rendered().bytes());
    }

    /** The multivariant playlist of a range; empty if nothing was recorded in it. */
    public Optional<Playlist> multivariant(Range range, LanguageWish wish) {
        return playlist(range, new Asked(Form.MULTIVARIANT, Optional.empty(), wish));
    }

    /** The media playlist of a rendition; empty if nothing was recorded in the range, or not of this rendition. */
    public Optional<Playlist> media(Range range, Rendition rendition) {
        return playlist(range, new Asked(Form.MEDIA, Optional.of(rendition), LanguageWish.NONE));
    }

    /** The I-frame playlist of a video rendition; likewise. */
    public Optional<Playlist> keyPictures(Range range, Rendition rendition) {
        return playlist(range, new Asked(Form.KEY_PICTURES, Optional.of(rendition), LanguageWish.NONE));
    }

    /** What is listed of a range, for who lists it in another form; empty if nothing was recorded in it. */
    public Optional<PastListing> listing(Range range) {
        return listings.newest(range).map(listing -> {
            List<ListedRendition> renditions =
                    Multivariant.listed(listing.recorded(), () -> sampler.sample(range.device(), listing.recorded()));
            Map<Rendition, List<CutSpan>> spans = new TreeMap<>();
            renditions.forEach(each -> spans.put(each.rendition(), spans(listing, each.rendition())));
            return new PastListing(
                    listing.revision(), listing.recorded().described(), renditions, spans, listing.grows());
        });
    }

    /** The newest revision of a range, at most a second old; empty if nothing was recorded in it. */
    public Optional<String> revision(Range range) {
        return listings.revision(range);
    }

    /** Whether a revision is of a video that is not complete. */
    public static boolean grows(String revision) {
        return RangeListings.grows(revision);
    }

    /** The segments that contain a time; empty if nothing is listed there. */
    public Optional<SegmentsAt> segmentsAt(Range range, long micros) {
        return listings.newest(range).flatMap(listing -> {
            List<SegmentsAt.Piece> pieces = listing.renditions().stream()
                    .filter(rendition -> !rendition.isText())
                    .flatMap(rendition -> piece(listing, rendition, range, micros).stream())
                    .toList();
            return pieces.isEmpty() ? Optional.empty() : Optional.of(new SegmentsAt(pieces));
        });
    }

    private Optional<SegmentsAt.Piece> piece(Listing listing, Rendition rendition, Range range, long micros) {
        List<CutSpan> spans = listings.spans(listing.recorded(), rendition);
        // A video's first picture may come a few milliseconds after its sound, and its beginning is asked for with 0.
        Optional<CutSpan> found = spans.stream()
                .filter(span -> span.kind() == Kind.MEDIA && span.endMicros() > micros)
                .findFirst()
                .filter(span -> span.startMicros() <= micros || range.isOfVideo() && span.equals(spans.get(0)));
        return found.flatMap(span -> listing.recorded().runs().stream()
                .filter(run -> run.run() == span.run() && run.day().equals(span.day()))
                .flatMap(run -> run.track(rendition).stream())
                .flatMap(track -> track.configuration(span.configuration()).stream())
                .flatMap(format -> TrackFormats.describe(format).stream())
                .findFirst()
                .map(format -> new SegmentsAt.Piece(
                        rendition,
                        span,
                        format.codec(),
                        format.language().flatMap(LanguageTag::of).orElse(""),
                        format.height().orElse(0))));
    }

    private Optional<Playlist> playlist(Range range, Asked asked) {
        Optional<String> revision = listings.revision(range);
        if (revision.isEmpty()) {
            return Optional.empty();
        }
        Optional<Made> known = kept.get(new Key(range, revision.get(), asked));
        if (known.isPresent()) {
            return Optional.of(playlist(revision.get(), known.get()));
        }
        return listings.newest(range)
                .filter(listing ->
                        asked.rendition().map(listing.renditions()::contains).orElse(true))
                .map(listing -> {
                    Made made = make(range, listing, asked);
                    kept.put(new Key(range, listing.revision(), asked), made);
                    return playlist(listing.revision(), made);
                });
    }

    private static Playlist playlist(String revision, Made made) {
        return new Playlist(revision, made.rendered(), made.offersChoice(), RangeListings.grows(revision));
    }

    private Made make(Range range, Listing listing, Asked asked) {
        if (asked.form() == Form.MULTIVARIANT) {
            return Multivariant.past(
                    listing.recorded(),
                    () -> sampler.sample(range.device(), listing.recorded()),
                    listing.grows() ? query(range) : query(range) + "&rev=" + listing.revision(),
                    asked.wish());
        }
        Rendition rendition = asked.rendition().orElseThrow();
        List<CutSpan> spans = spans(listing, rendition);
        Tags tags = head(listing.longestMicros(), listing.grows());
        if (asked.form() == Form.MEDIA) {
            mediaText(tags, listing.recorded(), rendition, spans);
        } else {
            keyPictureText(tags, rendition, spans);
        }
        return new Made(Rendered.of((listing.grows() ? tags : tags.line("#EXT-X-ENDLIST")).text()), false);
    }

    private List<CutSpan> spans(Listing listing, Rendition rendition) {
        return rendition.equals(listing.renditions().first())
                ? listing.leader()
                : listings.spans(listing.recorded(), rendition);
    }

    /** What the range is asked for with. */
    public static String query(Range range) {
        return range.isOfVideo()
                ? "day=" + Day.VIDEO
                : "from=" + Tags.dateTimeOf(range.fromMicros()) + "&to=" + Tags.dateTimeOf(range.toMicros());
    }

    private static void mediaText(Tags tags, RecordedRange recorded, Rendition rendition, List<CutSpan> spans) {
        tags.line("#EXT-X-INDEPENDENT-SEGMENTS");
        EventRanges.write(tags, recorded);
        SegmentTags segments = new SegmentTags(tags, rendition);
        for (CutSpan span : spans) {
            segments.begin(span);
            if (span.kind() == Kind.GAP) {
                tags.line("#EXT-X-GAP");
            }
            tags.segment(
                    span, SegmentTags.MEDIA + MediaAddress.of(rendition, span).path());
        }
    }

    private static void keyPictureText(Tags tags, Rendition rendition, List<CutSpan> spans) {
        tags.line("#EXT-X-I-FRAMES-ONLY");
        SegmentTags segments = new SegmentTags(tags, rendition);
        for (CutSpan span : spans) {
            if (span.kind() == Kind.MEDIA) {
                segments.begin(span);
                MediaAddress picture = new MediaAddress.KeyPicture(
                        span.day(), rendition, span.run(), span.first(), span.shiftMicros());
                tags.segment(span, SegmentTags.MEDIA + picture.path());
            }
        }
    }

    private static Tags head(long longest, boolean grows) {
        return new Tags(VERSION)
                .line("#EXT-X-TARGETDURATION:" + Tags.targetSeconds(longest))
                .line("#EXT-X-PLAYLIST-TYPE:" + (grows ? "EVENT" : "VOD"))
                .line("#EXT-X-MEDIA-SEQUENCE:0");
    }
}
