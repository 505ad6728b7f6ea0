package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.LiveDescription;
import io.dayreel.streamer.hls.LiveListing;
import io.dayreel.streamer.hls.LivePlaylists.Watched;
import io.dayreel.streamer.hls.Rendered;
import io.dayreel.streamer.media.Bounded;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Manifests of live streams, of what their playlists list: made once of each listing for however many ask. Thread-safe;
 * calls may block on the network.
 */
public final class LiveMpds {
    /** A clock that is further off is none: a century. */
    public static final long MAX_AHEAD_MILLIS = 3_155_760_000_000L;

    private static final long MAX_BYTES = 8L << 20;
    private static final long MAX_DESCRIBED = 500;
    private static final long DESCRIBED_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long MICROS_PER_MILLI = 1_000;

    /** Within these a device's clock is right, and what came last is on its way. */
    private static final long MOST_AHEAD_MILLIS = 1_000;

    private static final long MOST_BEHIND_MILLIS = 3_000;

    /** What it takes from capture to here where all is well. */
    private static final long USUAL_DELAY_MILLIS = 500;

    private final InstantSource clock;
    private final Bounded<Key, Made> manifests =
            new Bounded<>(MAX_BYTES, each -> each.rendered().bytes());
    private final Bounded<DeviceId, Described> described = new Bounded<>(MAX_DESCRIBED, each -> 1);

    private record Key(DeviceId device, Optional<Long> clockMillis) {}

    private record Made(long line, long version, Rendered rendered) {}

    private record Described(long line, LiveDescription description, Formats formats, long atNanos) {}

    public LiveMpds(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The manifest of a live stream.
     *
     * @param clockMillis how far our clock was said to be ahead of the device's when the caller began to play: its time line
     *     depends on it; empty for who begins
     * @return empty while nothing is listed that could be played
     */
    public Optional<Rendered> mpd(DeviceId device, Watched watched, Optional<Long> clockMillis) {
        LiveListing listing = watched.listing();
        Optional<Long> ahead = listing.ended() ? clockMillis : clockMillis.or(() -> Optional.of(aheadMillis(listing)));
        Key key = new Key(device, ahead);
        Optional<Made> known =
                manifests.get(key).filter(made -> made.line() == listing.line() && made.version() == listing.version());
        if (known.isPresent()) {
            return known.map(Made::rendered);
        }
        Described what = described(device, watched, listing);
        LiveMpdText text = new LiveMpdText(listing, what.description().renditions(), what.formats());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Rendered made = Rendered.of(ahead.map(text::onOwnTimes).orElseGet(text::fromZero));
        manifests.put(key, new Made(listing.line(), listing.version(), made));
        return Optional.of(made);
    }

    /** 0 for a clock that is about right, so that most presentations of a device have one time line. */
    private long aheadMillis(LiveListing listing) {
        Optional<CutSpan> last = listing.leader().last();
        long behind = clock.millis() - last.map(CutSpan::endMicros).orElse(0L) / MICROS_PER_MILLI;
        boolean right = last.isEmpty() || behind > -MOST_AHEAD_MILLIS && behind < MOST_BEHIND_MILLIS;
        return right ? 0 : behind - USUAL_DELAY_MILLIS;
    }

    /** What is known of the renditions, looked up anew when it is old or a segment needs what is not known yet. */
    private Described described(DeviceId device, Watched watched, LiveListing listing) {
        Optional<Described> known = described
                .get(device)
                .filter(each -> each.line() == listing.line()
                        && System.nanoTime() - each.atNanos() < DESCRIBED_NANOS
                        && knowsLast(each.formats(), listing));
        if (known.isPresent()) {
            return known.get();
        }
        LiveDescription now = watched.described();
        Described looked = new Described(listing.line(), now, Formats.of(now.runs()), System.nanoTime());
        described.put(device, looked);
        return looked;
    }

    private static boolean knowsLast(Formats formats, LiveListing listing) {
        return listing.renditions().stream()
                .flatMap(each -> each.last().stream())
                .allMatch(span -> span.kind() == CutSpan.Kind.GAP || formats.knows(span));
    }
}
