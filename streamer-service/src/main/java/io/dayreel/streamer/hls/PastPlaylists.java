package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.Multivariant.Made;
import io.dayreel.streamer.hls.RangeListings.Listing;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Playlists of the past, from the index alone (I10), but for the bit rates of what is not archived yet. A playlist of a
 * revision never changes; a range of which more has come has a new revision. What was made is kept, within a bound.
 * Thread-safe; calls may block on the network.
 */
public final class PastPlaylists {
    private static final int VERSION = 8;

    private final RangeListings listings;
    private final TrackSampler sampler;
    private final long maxBytes;
    private final LinkedHashMap<Key, Made> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptBytes;

    /** What is asked for. @param toMicros not included */
    public record Range(DeviceId device, long fromMicros, long toMicros) {}

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
     */
    public record Playlist(String revision, Rendered rendered, boolean offersChoice) {}

    /**
     * @param timeline whose tail says how much there is of what is not archived yet
     * @param segment length of segments, if the key frames allow
     * @param maxBytes memory for playlists
     */
    public PastPlaylists(StreamIndex index, Timeline timeline, InstantSource clock, Duration segment, long maxBytes) {
        this.sampler = new TrackSampler(timeline);
        this.listings = new RangeListings(index, clock, segment);
        this.maxBytes = maxBytes;
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

    private Optional<Playlist> playlist(Range range, Asked asked) {
        Optional<String> revision = listings.revision(range);
        if (revision.isEmpty()) {
            return Optional.empty();
        }
        Made known;
        synchronized (kept) {
            known = kept.get(new Key(range, revision.get(), asked));
        }
        if (known != null) {
            return Optional.of(playlist(revision.get(), known));
        }
        return listings.newest(range)
                .filter(listing ->
                        asked.rendition().map(listing.renditions()::contains).orElse(true))
                .map(listing -> {
                    Made made = make(range, listing, asked);
                    keep(new Key(range, listing.revision(), asked), made);
                    return playlist(listing.revision(), made);
                });
    }

    private static Playlist playlist(String revision, Made made) {
        return new Playlist(revision, made.rendered(), made.offersChoice());
    }

    private void keep(Key key, Made made) {
        synchronized (kept) {
            Made before = kept.put(key, made);
            keptBytes += made.rendered().bytes();
            keptBytes -= before == null ? 0 : before.rendered().bytes();
            Iterator<Map.Entry<Key, Made>> eldest = kept.entrySet().iterator();
            while (keptBytes > maxBytes && kept.size() > 1) {
                keptBytes -= eldest.next().getValue().rendered().bytes();
                eldest.remove();
            }
        }
    }

    private Made make(Range range, Listing listing, Asked asked) {
        if (asked.form() == Form.MULTIVARIANT) {
            return Multivariant.past(
                    listing.recorded(),
                    () -> sampler.sample(range.device(), listing.recorded()),
                    query(range) + "&rev=" + listing.revision(),
                    asked.wish());
        }
        Rendition rendition = asked.rendition().orElseThrow();
        List<CutSpan> spans = rendition.equals(listing.renditions().first())
                ? listing.leader()
                : listings.spans(listing.recorded(), rendition);
        Tags tags = head(listing.longestMicros());
        Rendered rendered = asked.form() == Form.MEDIA
                ? mediaText(tags, listing.recorded(), rendition, spans)
                : keyPictureText(tags, rendition, spans);
        return new Made(rendered, false);
    }

    /** What the range is asked for with. */
    public static String query(Range range) {
        return "from=" + Tags.dateTimeOf(range.fromMicros()) + "&to=" + Tags.dateTimeOf(range.toMicros());
    }

    private static Rendered mediaText(Tags tags, RecordedRange recorded, Rendition rendition, List<CutSpan> spans) {
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
        return Rendered.of(tags.line("#EXT-X-ENDLIST").text());
    }

    private static Rendered keyPictureText(Tags tags, Rendition rendition, List<CutSpan> spans) {
        tags.line("#EXT-X-I-FRAMES-ONLY");
        SegmentTags segments = new SegmentTags(tags, rendition);
        for (CutSpan span : spans) {
            if (span.kind() == Kind.MEDIA) {
                segments.begin(span);
                MediaAddress picture = new MediaAddress.KeyPicture(span.day(), rendition, span.run(), span.first());
                tags.segment(span, SegmentTags.MEDIA + picture.path());
            }
        }
        return Rendered.of(tags.line("#EXT-X-ENDLIST").text());
    }

    private static Tags head(long longest) {
        return new Tags(VERSION)
                .line("#EXT-X-TARGETDURATION:" + Tags.targetSeconds(longest))
                .line("#EXT-X-PLAYLIST-TYPE:VOD")
                .line("#EXT-X-MEDIA-SEQUENCE:0");
    }
}
