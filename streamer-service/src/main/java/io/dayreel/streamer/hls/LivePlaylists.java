package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.hls.LiveLine.PlaylistForm;
import io.dayreel.streamer.hls.LiveLine.Skip;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Live playlists and parts as they are asked for, with the rules of blocking (RFC 8216bis, 6.2.5.2). Thread-safe. */
public final class LivePlaylists {
    private static final int TARGETS_TO_BLOCK = 3;
    private static final int SEGMENTS_AHEAD = 2;
    private static final long MICROS = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;

    private final LiveStreams streams;

    public LivePlaylists(LiveStreams streams) {
        this.streams = streams;
    }

    /** A place in a live playlist. @param part −1 for a whole segment */
    public record Wanted(long msn, int part) {}

    /** A multivariant playlist. @param offersChoice whether another wish gives another one */
    public record Multivariants(Rendered rendered, boolean offersChoice) {}

    /** How it is with a part of a segment. */
    public enum Stage {
        /** It is listed. */
        THERE,
        /** Its segment grows, or will. */
        TO_COME,
        /** Its segment is whole, and has fewer parts. */
        BEHIND_THE_END,
        /** It is kept no more, or will never be. */
        GONE
    }

    /** A segment. @param whole what it is made of; empty while it grows */
    public record SegmentPlace(long msn, Optional<CutSpan> whole) {}

    /** A live stream that is being watched. */
    public final class Watched {
        private final DeviceId device;
        private final LiveLine line;

        private Watched(DeviceId device, LiveLine line) {
            this.device = device;
            this.line = line;
        }

        /** Number of its line: greater for a later one. */
        public long line() {
            return line.number();
        }

        public boolean has(Rendition rendition) {
            return line.has(rendition);
        }

        /** Rounded up from three target durations: longer nothing waits. */
        public Duration patience() {
            return Duration.ofSeconds((long) TARGETS_TO_BLOCK * line.targetSeconds());
        }

        /** The first place, while nothing is listed at all: players take a playlist without segments for a broken one. */
        public Optional<Wanted> firstOfAll(Rendition rendition) {
            return line.look(
                    rendition,
                    each -> each.lastSpan().isEmpty() ? Optional.of(new Wanted(each.openMsn(), 0)) : Optional.empty());
        }

        /** Whether a place is so far ahead that waiting for it makes no sense. */
        public boolean isTooFarAhead(Rendition rendition, Wanted wanted) {
            return line.look(rendition, each -> {
                long last = each.openMsn() - 1;
                if (wanted.msn() > last + SEGMENTS_AHEAD) {
                    return true;
                }
                long advance = each.partTargetMicros() >= MICROS
                        ? TARGETS_TO_BLOCK
                        : (TARGETS_TO_BLOCK * MICROS + each.partTargetMicros() - 1) / each.partTargetMicros();
                return wanted.msn() == each.openMsn()
                        && wanted.part() > each.open().size() - 1 + advance;
            });
        }

        /** Done when a place is listed, or passed, or the line has ended; fails with a timeout after {@link #patience}. */
        public CompletableFuture<Boolean> listed(Rendition rendition, Wanted wanted) {
            return line.listed(rendition, wanted.msn(), wanted.part())
                    .orTimeout(patience().toMillis(), TimeUnit.MILLISECONDS);
        }

        /** The media playlist as it is now. */
        public Rendered playlist(Rendition rendition, String skip, Optional<Long> eventFrom) {
            Skip form = skip == null ? Skip.NOTHING : skip.equals("v2") ? Skip.SEGMENTS_AND_DATE_RANGES : Skip.SEGMENTS;
            return line.playlist(new PlaylistForm(rendition, form, eventFrom));
        }

        /** The oldest segment that an EVENT playlist can begin with. */
        public long oldest(Rendition rendition) {
            return line.oldest(rendition);
        }

        /** What a part is made of; empty if it is not listed (any more). */
        public Optional<CutSpan> part(Rendition rendition, Wanted wanted) {
            return line.part(rendition, wanted.msn(), wanted.part()).map(CutRecord.Part::span);
        }

        /** Where the text of a part is; empty if it is not listed (any more). */
        public Optional<MediaAddress.Text> text(Rendition rendition, Wanted wanted) {
            return line.text(rendition, wanted.msn(), wanted.part());
        }

        /** Where the text of a whole segment is; empty if it is not listed (any more), or there are no pictures. */
        public Optional<MediaAddress.Text> text(Rendition rendition, long msn) {
            return line.text(rendition, msn);
        }

        /** How it is with a part. */
        public Stage stage(Rendition rendition, Wanted wanted) {
            return line.look(rendition, each -> {
                if (each.part(wanted.msn(), wanted.part()).isPresent()) {
                    return Stage.THERE;
                } else if (each.openMsn() <= wanted.msn()) {
                    return line.isEnded() ? Stage.GONE : Stage.TO_COME;
                }
                return each.segment(wanted.msn()).isPresent() ? Stage.BEHIND_THE_END : Stage.GONE;
            });
        }

        /** The segment that begins in a millisecond; empty if none is listed that does. */
        public Optional<SegmentPlace> segmentAt(Rendition rendition, long startMillis) {
            return line.look(rendition, each -> {
                Optional<SegmentPlace> open = each.open().stream()
                        .findFirst()
                        .filter(part -> beginsIn(part.span(), startMillis))
                        .map(part -> new SegmentPlace(part.msn(), Optional.empty()));
                return open.or(() -> each.segments().stream()
                        .filter(segment -> beginsIn(segment.span(), startMillis)
                                && segment.span().kind() != CutSpan.Kind.GAP)
                        .findFirst()
                        .map(segment -> new SegmentPlace(segment.msn(), Optional.of(segment.span()))));
            });
        }

        private static boolean beginsIn(CutSpan span, long millis) {
            return Math.floorDiv(span.startMicros(), MICROS_PER_MILLI) == millis;
        }

        /** The rendition that the others follow. */
        public Rendition leader() {
            return line.renditionNames().get(0);
        }

        /** What is listed now, for who lists it in another form. */
        public LiveListing listing() {
            return line.listing();
        }

        /** What is known of its renditions; may block. */
        public LiveDescription described() {
            return streams.described(device, line);
        }

        /** Whether a part that is not listed may still come under this place. */
        public boolean mayCome(Rendition rendition, Wanted wanted) {
            return !line.isEnded()
                    && line.look(
                            rendition, each -> wanted.msn() >= each.openMsn() && wanted.msn() <= each.openMsn() + 1);
        }

        /** The multivariant playlist; may block. @param query what its media playlists are asked for with */
        public Multivariants multivariant(String query, LanguageWish wish) {
            Multivariant.Made made = streams.multivariant(device, line, query, wish);
            return new Multivariants(made.rendered(), made.offersChoice());
        }
    }

    /** Says that somebody watches; empty if that is news, or the line has ended. Never blocks. */
    public Optional<Watched> known(DeviceId device) {
        return streams.known(device).map(line -> new Watched(device, line));
    }

    /**
     * As {@link #known}, and begins to cut the stream. May block for seconds.
     *
     * @return empty if nothing of the device is kept
     * @throws LiveStreams.TooManyException if too many devices are watched already
     */
    public Optional<Watched> watch(DeviceId device) {
        return streams.watch(device).map(line -> new Watched(device, line));
    }
}
