package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.hls.PastListing;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.PastPlaylists.Playlist;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.hls.Rendered;
import io.dayreel.streamer.media.Bounded;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Manifests of the past, of what the playlists of the past list (I10), and where the segments are that they name by their
 * times. What was made is kept, within bounds. Thread-safe; calls may block on the network.
 */
public final class PastMpds {
    /** Segments in memory to be found by their times: about ten megabytes. */
    private static final long MAX_SEGMENTS = 100_000;

    private final PastPlaylists playlists;
    private final InstantSource clock;
    private final Bounded<Key, Rendered> manifests;
    private final Bounded<SegmentsKey, Segments> segments =
            new Bounded<>(MAX_SEGMENTS, each -> each.spans().size());

    /** @param zeroMillis empty of what is complete; nobody who begins has the same time as who began before */
    private record Key(Range range, String revision, Optional<Long> zeroMillis) {}

    private record SegmentsKey(Range range, String revision, Rendition rendition) {}

    /** @param spans of a rendition that have media, in order */
    private record Segments(List<CutSpan> spans) {}

    /**
     * A segment as a manifest names it.
     *
     * @param epoch of its period
     * @param startMillis the media's time at which it begins
     */
    public record Wanted(Range range, Rendition rendition, int epoch, long startMillis) {}

    /**
     * Where a segment is.
     *
     * @param path behind {@code media/}
     * @param exact whether this is what the asked revision listed, and always will be
     */
    public record Place(String path, boolean exact) {}

    /** @param maxBytes memory for manifests */
    public PastMpds(PastPlaylists playlists, InstantSource clock, long maxBytes) {
        this.playlists = playlists;
        this.clock = clock;
        this.manifests = new Bounded<>(maxBytes, Rendered::bytes);
    }

    /**
     * The manifest of a range.
     *
     * @param zeroMillis of a video that is not complete: at which time of our clock its beginning was said to be when the
     *     caller began to play; empty for who begins
     * @return empty if nothing was recorded in it
     */
    public Optional<Playlist> mpd(Range range, Optional<Long> zeroMillis) {
        Optional<String> revision = playlists.revision(range);
        Optional<Rendered> known = revision.flatMap(newest ->
                manifests.get(new Key(range, newest, PastPlaylists.grows(newest) ? zeroMillis : Optional.empty())));
        if (known.isPresent()) {
            return Optional.of(playlist(revision.get(), known.get()));
        }
        return revision.flatMap(newest -> playlists.listing(range)).map(listing -> made(range, listing, zeroMillis));
    }

    private Playlist made(Range range, PastListing listing, Optional<Long> zeroMillis) {
        PastMpdText text = new PastMpdText(listing, PastPlaylists.query(range));
        Optional<Long> zero =
                listing.grows() ? zeroMillis.or(() -> Optional.of(text.zeroMillis(clock.millis()))) : Optional.empty();
        Rendered made = Rendered.of(
                zero.map(began -> text.growing(clock.millis(), began)).orElseGet(text::complete));
        manifests.put(new Key(range, listing.revision(), zero), made);
        return playlist(listing.revision(), made);
    }

    private static Playlist playlist(String revision, Rendered rendered) {
        return new Playlist(revision, rendered, false, PastPlaylists.grows(revision));
    }

    /**
     * Where a segment is that a manifest of a revision lists. Of a revision that is no more, and not in memory, it is the
     * segment that shows what was listed at that time.
     *
     * @return empty if there is nothing at that time
     */
    public Optional<Place> segment(Wanted wanted, String revision) {
        Optional<Segments> kept = segments.get(new SegmentsKey(wanted.range(), revision, wanted.rendition()));
        if (kept.isPresent()) {
            return place(kept.get(), wanted, true);
        }
        return playlists.listing(wanted.range()).flatMap(listing -> {
            keep(wanted.range(), listing);
            return segments.get(new SegmentsKey(wanted.range(), listing.revision(), wanted.rendition()))
                    .flatMap(found -> place(found, wanted, listing.revision().equals(revision)));
        });
    }

    private void keep(Range range, PastListing listing) {
        listing.spans().forEach((rendition, spans) -> {
            List<CutSpan> present = new ArrayList<>(spans);
            present.removeIf(span -> span.kind() == Kind.GAP);
            segments.put(new SegmentsKey(range, listing.revision(), rendition), new Segments(List.copyOf(present)));
        });
    }

    private static Optional<Place> place(Segments segments, Wanted wanted, boolean exact) {
        CutSpan found = null;
        for (CutSpan span : segments.spans()) {
            if (shows(span, wanted.startMillis()) && (found == null || span.epoch() == wanted.epoch())) {
                found = span;
            }
        }
        return Optional.ofNullable(found)
                .map(span -> new Place(
                        address(wanted.rendition(), span).path(),
                        exact && MpdTimes.millis(span.startMicros()) == wanted.startMillis()));
    }

    private static MediaAddress address(Rendition rendition, CutSpan span) {
        MediaAddress address = MediaAddress.of(rendition, span);
        return address instanceof MediaAddress.Text text ? text.in(MediaAddress.Text.Form.MP4) : address;
    }

    private static boolean shows(CutSpan span, long millis) {
        return MpdTimes.millis(span.startMicros()) <= millis && millis < MpdTimes.millis(span.endMicros());
    }
}
