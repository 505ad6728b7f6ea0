package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.CounterTag;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.StreamIndex;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Playlists of the past, from the index alone (I10). A playlist of a revision never changes; a range of which more has
 * come has a new revision. What was made is kept as long as the index says the same, within a bound. Thread-safe; calls
 * may block on the network.
 */
public final class PastPlaylists {
    private static final long MICROS_PER_MILLI = 1_000;

    /** A run without frames for so long is over, or pauses: its last segment is whole. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final int VERSION = 8;
    private static final int REVISION_TAG = 8;

    private final StreamIndex index;
    private final InstantSource clock;
    private final long segmentMicros;
    private final long maxBytes;
    private final LinkedHashMap<Key, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptBytes;

    /** What is asked for. @param toMicros not included */
    public record Range(DeviceId device, long fromMicros, long toMicros) {}

    private record Key(Range range, Form form, Optional<Rendition> rendition) {}

    private enum Form {
        MULTIVARIANT,
        MEDIA,
        KEY_PICTURES
    }

    private record Kept(List<Object> versions, long settledMicros, Playlist playlist) {}

    /** @param revision of the range when it was made */
    public record Playlist(String revision, Rendered rendered) {}

    /**
     * @param segment length of segments, if the key frames allow
     * @param maxBytes memory for playlists
     */
    public PastPlaylists(StreamIndex index, InstantSource clock, Duration segment, long maxBytes) {
        this.index = index;
        this.clock = clock;
        this.segmentMicros = segment.toNanos() / 1000;
        this.maxBytes = maxBytes;
    }

    /** The multivariant playlist of a range; empty if nothing was recorded in it. */
    public Optional<Playlist> multivariant(Range range) {
        return kept(new Key(range, Form.MULTIVARIANT, Optional.empty()));
    }

    /** The media playlist of a rendition; empty if nothing was recorded in the range, or not of this rendition. */
    public Optional<Playlist> media(Range range, Rendition rendition) {
        return kept(new Key(range, Form.MEDIA, Optional.of(rendition)));
    }

    /** The I-frame playlist of a video rendition; likewise. */
    public Optional<Playlist> keyPictures(Range range, Rendition rendition) {
        return kept(new Key(range, Form.KEY_PICTURES, Optional.of(rendition)));
    }

    /** Segments of a rendition that lie in a range. */
    List<CutSpan> spans(RecordedRange recorded, Rendition rendition) {
        List<CutSpan> inside = new ArrayList<>();
        for (CutSpan span : PastCuts.of(recorded.runs(), rendition, segmentMicros, settledMicros())) {
            if (span.endMicros() > recorded.fromMicros() && span.startMicros() < recorded.toMicros()) {
                inside.add(span);
            }
        }
        return inside;
    }

    private long settledMicros() {
        return clock.instant().minus(SETTLED).toEpochMilli() * MICROS_PER_MILLI;
    }

    private Optional<Playlist> kept(Key key) {
        Range range = key.range();
        List<Object> versions = new ArrayList<>();
        for (Day day : RecordedRange.days(index, range.device(), range.fromMicros(), range.toMicros())) {
            versions.add(index.version(range.device(), day));
        }
        synchronized (kept) {
            Kept known = kept.get(key);
            if (known != null && known.versions().equals(versions) && known.settledMicros() <= settledMicros()) {
                return Optional.of(known.playlist());
            }
        }
        RecordedRange recorded = RecordedRange.of(index, range.device(), range.fromMicros(), range.toMicros());
        Optional<Playlist> made = make(key, recorded);
        made.ifPresent(playlist -> keep(key, new Kept(versions, settledAt(recorded), playlist)));
        return made;
    }

    /** Before that an open segment was left out, so that the same index says more later; µs. */
    private long settledAt(RecordedRange recorded) {
        long now = settledMicros();
        boolean open = recorded.runs().stream().anyMatch(run -> run.lastTimeMicros() > now);
        return open ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private void keep(Key key, Kept made) {
        synchronized (kept) {
            Kept before = kept.put(key, made);
            keptBytes += made.playlist().rendered().bytes();
            keptBytes -= before == null ? 0 : before.playlist().rendered().bytes();
            Iterator<Map.Entry<Key, Kept>> eldest = kept.entrySet().iterator();
            while (keptBytes > maxBytes && kept.size() > 1) {
                keptBytes -= eldest.next().getValue().playlist().rendered().bytes();
                eldest.remove();
            }
        }
    }

    private Optional<Playlist> make(Key key, RecordedRange recorded) {
        SortedSet<Rendition> renditions = recorded.renditions();
        if (renditions.isEmpty()
                || key.rendition().isPresent()
                        && !renditions.contains(key.rendition().get())) {
            return Optional.empty();
        }
        List<CutSpan> leader = spans(recorded, renditions.first());
        if (leader.isEmpty()) {
            return Optional.empty();
        }
        String revision = revision(renditions, leader);
        if (key.form() == Form.MULTIVARIANT) {
            String query = query(key.range()) + "&rev=" + revision;
            return Optional.of(new Playlist(revision, Multivariant.past(recorded, query)));
        }
        Rendition rendition = key.rendition().orElseThrow();
        List<CutSpan> spans = rendition.equals(renditions.first()) ? leader : spans(recorded, rendition);
        Tags tags = head(longest(recorded, renditions, leader));
        Rendered text = key.form() == Form.MEDIA
                ? mediaText(tags, recorded, rendition, spans)
                : keyPictureText(tags, rendition, spans);
        return Optional.of(new Playlist(revision, text));
    }

    /** What the range is asked for with. */
    public static String query(Range range) {
        return "from=" + Tags.dateTimeOf(range.fromMicros()) + "&to=" + Tags.dateTimeOf(range.toMicros());
    }

    private static String revision(SortedSet<Rendition> renditions, List<CutSpan> leader) {
        StringBuilder content = new StringBuilder(renditions.toString());
        for (CutSpan span : leader) {
            content.append(MediaAddress.of(renditions.first(), span).path()).append(span.endMicros());
        }
        String tag = CounterTag.of(content.toString().getBytes(StandardCharsets.US_ASCII));
        return leader.size() + "-" + tag.substring(0, REVISION_TAG);
    }

    private static Rendered mediaText(Tags tags, RecordedRange recorded, Rendition rendition, List<CutSpan> spans) {
        tags.line("#EXT-X-INDEPENDENT-SEGMENTS");
        EventRanges.write(tags, recorded);
        CutSpan before = null;
        String map = "";
        for (CutSpan span : spans) {
            if (before != null && span.epoch() != before.epoch()) {
                tags.line("#EXT-X-DISCONTINUITY");
            }
            if (span.kind() != Kind.GAP && !span.configurationTag().equals(map)) {
                map = span.configurationTag();
                tags.map("../../media/" + MediaAddress.initOf(rendition, span).path());
            }
            if (span.kind() == Kind.GAP) {
                tags.line("#EXT-X-GAP");
            }
            tags.dateTime(span.startMicros());
            tags.segment(
                    span.durationMicros(),
                    "../../media/" + MediaAddress.of(rendition, span).path());
            before = span;
        }
        return Rendered.of(tags.line("#EXT-X-ENDLIST").text());
    }

    private static Rendered keyPictureText(Tags tags, Rendition rendition, List<CutSpan> spans) {
        tags.line("#EXT-X-I-FRAMES-ONLY");
        CutSpan before = null;
        String map = "";
        for (CutSpan span : spans) {
            if (span.kind() != Kind.MEDIA) {
                continue;
            }
            if (before != null && span.epoch() != before.epoch()) {
                tags.line("#EXT-X-DISCONTINUITY");
            }
            if (!span.configurationTag().equals(map)) {
                map = span.configurationTag();
                tags.map("../../media/" + MediaAddress.initOf(rendition, span).path());
            }
            MediaAddress.KeyPicture picture =
                    new MediaAddress.KeyPicture(span.day(), rendition, span.run(), span.first());
            tags.dateTime(span.startMicros());
            tags.segment(span.durationMicros(), "../../media/" + picture.path());
            before = span;
        }
        return Rendered.of(tags.line("#EXT-X-ENDLIST").text());
    }

    /** All variants have the same target duration (RFC 8216bis, 6.2.4); sound is cut as the first one is. */
    private long longest(RecordedRange recorded, SortedSet<Rendition> renditions, List<CutSpan> leader) {
        Stream<CutSpan> others =
                renditions.stream().skip(1).filter(Rendition::isVideo).flatMap(each -> spans(recorded, each).stream());
        return Stream.concat(leader.stream(), others)
                .mapToLong(CutSpan::durationMicros)
                .max()
                .orElse(0);
    }

    private static Tags head(long longest) {
        return new Tags(VERSION)
                .line("#EXT-X-TARGETDURATION:" + Tags.targetSeconds(longest))
                .line("#EXT-X-PLAYLIST-TYPE:VOD")
                .line("#EXT-X-MEDIA-SEQUENCE:0");
    }
}
