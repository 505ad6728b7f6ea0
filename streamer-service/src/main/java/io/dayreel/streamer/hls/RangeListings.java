package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.media.Bounded;
import io.dayreel.streamer.rendition.CounterTag;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What is listed of ranges at present, looked up at most once a second however many playlists are asked for, so that all
 * playlists of a range that a player loads together are of one revision. Thread-safe; calls may block on the network.
 */
final class RangeListings {
    /** The index of a day that is being recorded changes with every record, and nobody asks for that. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final int MAX_RANGES = 10_000;

    /** A day of a camera is about three megabytes. */
    private static final int MAX_LISTINGS = 8;

    private static final int LOCKS = 64;
    private static final int REVISION_TAG = 8;

    /** Behind the revision of what grows: the same parts are listed otherwise once no more come. */
    private static final String GROWS = "-open";

    private final StreamIndex index;
    private final InstantSource clock;
    private final long segmentMicros;
    private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();
    private final Bounded<Range, Known> known = new Bounded<>(MAX_RANGES, each -> 1);
    private final Bounded<Range, Listing> listings = new Bounded<>(MAX_LISTINGS, each -> 1);

    /**
     * What is listed of a range.
     *
     * @param revision names exactly that
     * @param leader segments of the first rendition, at least one
     * @param longestMicros of the segments of all video renditions: all variants have the same target duration (RFC
     *     8216bis, 6.2.4), and sound is cut as the first one is; of what grows at least the length that segments aim at
     * @param grows whether it is an uploaded video that is not complete
     */
    record Listing(
            String revision,
            RecordedRange recorded,
            SortedSet<Rendition> renditions,
            List<CutSpan> leader,
            long longestMicros,
            boolean grows) {}

    /**
     * The revision of a range, empty if nothing is listed, and what it was made from.
     *
     * @param openMillis when the newest frame of an open segment was received; the same index says the same until that
     *     is settled
     */
    private record Known(Optional<String> revision, List<Object> versions, long openMillis, long lookedNanos) {}

    /** @param segment length of segments, if the key frames allow */
    RangeListings(StreamIndex index, InstantSource clock, Duration segment) {
        this.index = index;
        this.clock = clock;
        this.segmentMicros = segment.toNanos() / 1000;
    }

    /** The newest revision, at most a second old; empty if nothing was recorded in the range. */
    Optional<String> revision(Range range) {
        Optional<String> fresh = fresh(range);
        if (fresh.isPresent()) {
            return fresh;
        }
        synchronized (lock(range)) {
            return fresh(range).or(() -> look(range));
        }
    }

    private Optional<String> fresh(Range range) {
        return known.get(range)
                .filter(last -> System.nanoTime() - last.lookedNanos() < FRESH.toNanos())
                .flatMap(Known::revision);
    }

    private Optional<String> look(Range range) {
        List<Object> versions = versions(range);
        Optional<Known> same = known.get(range)
                .filter(last -> last.versions().equals(versions) && settledMillis() < last.openMillis());
        if (same.isEmpty()) {
            return make(range, versions).map(Listing::revision);
        }
        known.put(range, new Known(same.get().revision(), versions, same.get().openMillis(), System.nanoTime()));
        return same.get().revision();
    }

    /** What is listed, of the newest revision. */
    Optional<Listing> newest(Range range) {
        synchronized (lock(range)) {
            Optional<String> revision = revision(range);
            if (revision.isEmpty()) {
                return Optional.empty();
            }
            return listings.get(range)
                    .filter(listing -> listing.revision().equals(revision.get()))
                    .or(() -> make(range, versions(range)));
        }
    }

    /** A player asks for several playlists of a range at once: the first request looks it up, the others wait for it. */
    private Object lock(Range range) {
        return locks[Math.floorMod(range.hashCode(), locks.length)];
    }

    /** Segments of a rendition that lie in a range. */
    List<CutSpan> spans(RecordedRange recorded, Rendition rendition) {
        List<CutSpan> inside = new ArrayList<>();
        for (CutSpan span :
                PastCuts.of(recorded.runs(), rendition, segmentMicros, PastCuts.growingAt(clock.instant()))) {
            if (span.endMicros() > recorded.fromMicros() && span.startMicros() < recorded.toMicros()) {
                inside.add(span);
            }
        }
        return recorded.captions().stream()
                .filter(file -> file.track(rendition).isPresent())
                .findFirst()
                .map(file -> PastText.ofFile(file, rendition, inside))
                .orElse(inside);
    }

    private Optional<Listing> make(Range range, List<Object> versions) {
        RecordedRange recorded = RecordedRange.of(index, range.device(), range.fromMicros(), range.toMicros());
        boolean grows = range.isOfVideo() && !index.isVideoComplete(range.device());
        Optional<Listing> listing = listing(recorded, grows);
        known.put(range, new Known(listing.map(Listing::revision), versions, openMillis(recorded), System.nanoTime()));
        listing.ifPresent(made -> listings.put(range, made));
        return listing;
    }

    private Optional<Listing> listing(RecordedRange recorded, boolean grows) {
        SortedSet<Rendition> renditions = recorded.renditions();
        if (recorded.cutRenditions().isEmpty()) {
            return Optional.empty();
        }
        List<CutSpan> leader = spans(recorded, renditions.first());
        if (leader.isEmpty()) {
            return Optional.empty();
        }
        long longest = Stream.concat(
                        leader.stream(),
                        renditions.stream()
                                .skip(1)
                                .filter(Rendition::isVideo)
                                .flatMap(each -> spans(recorded, each).stream()))
                .mapToLong(CutSpan::durationMicros)
                .max()
                .orElse(0);
        String revision = revision(renditions, leader, text(recorded), recorded.captions()) + (grows ? GROWS : "");
        return Optional.of(new Listing(
                revision, recorded, renditions, leader, grows ? Math.max(longest, segmentMicros) : longest, grows));
    }

    /** Segments of text reach further than those of the pictures; they are alike for all text of a run. */
    private List<CutSpan> text(RecordedRange recorded) {
        return recorded.renditions().stream()
                .filter(rendition -> rendition.isText()
                        && recorded.captions().stream()
                                .noneMatch(file -> file.track(rendition).isPresent()))
                .findFirst()
                .map(text -> spans(recorded, text))
                .orElse(List.of());
    }

    /** By all that addresses and times of the first rendition and of text follow from. */
    private static String revision(
            SortedSet<Rendition> renditions, List<CutSpan> leader, List<CutSpan> text, List<RecordedRun> captions) {
        StringBuilder content = new StringBuilder(leader.size() * 64).append(renditions);
        leader.forEach(span -> add(content, span));
        text.forEach(span -> add(content, span));
        captions.forEach(file -> content.append(file.run()).append('\n'));
        String tag = CounterTag.of(content.toString().getBytes(StandardCharsets.US_ASCII));
        return leader.size() + "-" + tag.substring(0, REVISION_TAG);
    }

    private static void add(StringBuilder content, CutSpan span) {
        content.append(span.kind().ordinal())
                .append(' ')
                .append(span.day().number())
                .append(' ')
                .append(span.run())
                .append(' ')
                .append(span.first())
                .append(' ')
                .append(span.next())
                .append(' ')
                .append(span.startMicros())
                .append(' ')
                .append(span.endMicros())
                .append(' ')
                .append(span.configurationTag())
                .append(CounterTag.of(span.missing()))
                .append('\n');
    }

    private List<Object> versions(Range range) {
        List<Object> versions = new ArrayList<>();
        for (Day day : RecordedRange.days(index, range.device(), range.fromMicros(), range.toMicros())) {
            versions.add(index.version(range.device(), day));
        }
        return versions;
    }

    /** Whether a revision is of a video that is not complete. */
    static boolean grows(String revision) {
        return revision.endsWith(GROWS);
    }

    /** When the newest frame of the next open segment was received, ms. */
    private long openMillis(RecordedRange recorded) {
        long settled = settledMillis();
        return recorded.runs().stream()
                .flatMapToLong(run -> run.receivedMillis().stream())
                .filter(received -> received > settled)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long settledMillis() {
        return clock.instant().minus(PastCuts.SETTLED).toEpochMilli();
    }
}
