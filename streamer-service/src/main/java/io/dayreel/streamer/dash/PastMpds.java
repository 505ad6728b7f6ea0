package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.hls.PastListing;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.PastPlaylists.Playlist;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.hls.Rendered;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
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
    private final Bounded<Key, Rendered> manifests;
    private final Bounded<SegmentsKey, Segments> segments =
            new Bounded<>(MAX_SEGMENTS, each -> each.spans().size());

    private record Key(Range range, String revision) {}

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
    public PastMpds(PastPlaylists playlists, long maxBytes) {
        this.playlists = playlists;
        this.manifests = new Bounded<>(maxBytes, Rendered::bytes);
    }

    /** The manifest of a range; empty if nothing was recorded in it. */
    public Optional<Playlist> mpd(Range range) {
        Optional<String> revision = playlists.revision(range);
        Optional<Rendered> known = revision.flatMap(newest -> manifests.get(new Key(range, newest)));
        if (known.isPresent()) {
            return Optional.of(new Playlist(revision.get(), known.get(), false, false));
        }
        return revision.flatMap(newest -> playlists.listing(range)).map(listing -> {
            String query = PastPlaylists.query(range) + "&rev=" + listing.revision();
            Rendered made = Rendered.of(new PastMpdText(listing).write(query));
            manifests.put(new Key(range, listing.revision()), made);
            return new Playlist(listing.revision(), made, false, false);
        });
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
