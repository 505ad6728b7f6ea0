package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.RangeListings.Listing;
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
    private final long maxBytes;
    private final LinkedHashMap<Key, Rendered> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptBytes;

    /** What is asked for. @param toMicros not included */
    public record Range(DeviceId device, long fromMicros, long toMicros) {}

    private record Key(Range range, String revision, Form form, Optional<Rendition> rendition) {}

    private enum Form {
        MULTIVARIANT,
        MEDIA,
        KEY_PICTURES
    }

    /** @param revision of the range when it was made */
    public record Playlist(String revision, Rendered rendered) {}

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
    public Optional<Playlist> multivariant(Range range) {
        return playlist(range, Form.MULTIVARIANT, Optional.empty());
    }

    /** The media playlist of a rendition; empty if nothing was recorded in the range, or not of this rendition. */
    public Optional<Playlist> media(Range range, Rendition rendition) {
        return playlist(range, Form.MEDIA, Optional.of(rendition));
    }

    /** The I-frame playlist of a video rendition; likewise. */
    public Optional<Playlist> keyPictures(Range range, Rendition rendition) {
        return playlist(range, Form.KEY_PICTURES, Optional.of(rendition));
    }

    /** What is listed of a range, for who lists it in another form; empty if nothing was recorded in it. */
    public Optional<PastListing> listing(Range range) {
        return listings.newest(range).map(listing -> {
            List<ListedRendition> renditions =
                    Multivariant.listed(listing.recorded(), () -> sampler.sample(range.device(), listing.recorded()));
            Map<Rendition, List<CutSpan>> spans = new TreeMap<>();
            renditions.forEach(each -> spans.put(each.rendition(), spans(listing, each.rendition())));
            return new PastListing(listing.revision(), listing.recorded().runs(), renditions, spans);
        });
    }

    /** The newest revision of a range, at most a second old; empty if nothing was recorded in it. */
    public Optional<String> revision(Range range) {
        return listings.revision(range);
    }

    private Optional<Playlist> playlist(Range range, Form form, Optional<Rendition> rendition) {
        Optional<String> revision = listings.revision(range);
        if (revision.isEmpty()) {
            return Optional.empty();
        }
        Rendered known;
        synchronized (kept) {
            known = kept.get(new Key(range, revision.get(), form, rendition));
        }
        if (known != null) {
            return Optional.of(new Playlist(revision.get(), known));
        }
        return listings.newest(range)
                .filter(listing -> rendition.map(listing.renditions()::contains).orElse(true))
                .map(listing -> {
                    Rendered made = make(range, listing, form, rendition);
                    keep(new Key(range, listing.revision(), form, rendition), made);
                    return new Playlist(listing.revision(), made);
                });
    }

    private void keep(Key key, Rendered made) {
        synchronized (kept) {
            Rendered before = kept.put(key, made);
            keptBytes += made.bytes();
            keptBytes -= before == null ? 0 : before.bytes();
            Iterator<Map.Entry<Key, Rendered>> eldest = kept.entrySet().iterator();
            while (keptBytes > maxBytes && kept.size() > 1) {
                keptBytes -= eldest.next().getValue().bytes();
                eldest.remove();
            }
        }
    }

    private Rendered make(Range range, Listing listing, Form form, Optional<Rendition> wanted) {
        if (form == Form.MULTIVARIANT) {
            return Multivariant.past(
                    listing.recorded(),
                    () -> sampler.sample(range.device(), listing.recorded()),
                    query(range) + "&rev=" + listing.revision());
        }
        Rendition rendition = wanted.orElseThrow();
        List<CutSpan> spans = spans(listing, rendition);
        Tags tags = head(listing.longestMicros());
        return form == Form.MEDIA
                ? mediaText(tags, listing.recorded(), rendition, spans)
                : keyPictureText(tags, rendition, spans);
    }

    private List<CutSpan> spans(Listing listing, Rendition rendition) {
        return rendition.equals(listing.renditions().first())
                ? listing.leader()
                : listings.spans(listing.recorded(), rendition);
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
