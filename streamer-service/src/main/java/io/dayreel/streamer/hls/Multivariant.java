package io.dayreel.streamer.hls;

import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.media.TrackFormats.Description;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.timeline.RecordedRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Multivariant playlists (RFC 8216bis, 4.4.6): each video track of a rendition group a variant, each audio and
 * text track a rendition that goes with all of them ({@link MediaGroups}).
 */
final class Multivariant {
    private static final int VERSION = 8;

    /** What a player may have to take for a moment beyond what was measured: boxes around the frames. */
    private static final double OVERHEAD = 1.02;

    private static final long UNKNOWN_AUDIO_BITS = 128_000;
    private static final long UNKNOWN_VIDEO_BITS = 2_000_000;
    private static final long UNKNOWN_TEXT_BITS = 1_000;

    private final Map<Rendition, Stream> streams = new TreeMap<>();
    private final LanguageWish wish;

    private record Stream(Description format, TrackRate rate) {}

    /**
     * As it goes out.
     *
     * @param offersChoice whether another wish gives another one
     */
    record Made(Rendered rendered, boolean offersChoice) {}

    private Multivariant(List<RecordedRun> runs, Map<Rendition, TrackRate> measured, LanguageWish wish) {
        this.wish = wish;
        for (RecordedRun run : runs) {
            for (RecordedTrack track : run.tracks()) {
                Optional<Description> format = track.configurations().stream()
                        .reduce((first, last) -> last)
                        .flatMap(TrackFormats::describe);
                TrackRate rate = measured.getOrDefault(track.rendition(), track.rate());
                format.ifPresent(known -> streams.merge(
                        track.rendition(),
                        new Stream(known, rate),
                        (a, b) -> new Stream(
                                b.format(), measured.isEmpty() ? a.rate().plus(b.rate()) : b.rate())));
            }
        }
    }

    /**
     * Of a range.
     *
     * @param newest measures how much there is of each rendition where the index does not say it: nothing is archived yet
     * @param query what its media playlists are asked for with
     */
    static Made past(
            RecordedRange recorded, Supplier<Map<Rendition, TrackRate>> newest, String query, LanguageWish wish) {
        Multivariant multivariant = new Multivariant(recorded.described(), Map.of(), wish);
        multivariant.fillIn(newest);
        return multivariant.render(
                rendition -> "hls/past/" + rendition + ".m3u8?" + query,
                Optional.of(rendition -> "hls/past/" + rendition + "-iframes.m3u8?" + query));
    }

    /** The renditions that a multivariant playlist of a range has, for who lists them in another form. */
    static List<ListedRendition> listed(RecordedRange recorded, Supplier<Map<Rendition, TrackRate>> newest) {
        Multivariant multivariant = new Multivariant(recorded.described(), Map.of(), LanguageWish.NONE);
        multivariant.fillIn(newest);
        return multivariant.listed();
    }

    /** Those of a live stream. */
    static List<ListedRendition> listed(
            List<RecordedRun> runs, Map<Rendition, TrackRate> measured, Predicate<Rendition> listed) {
        Multivariant multivariant = new Multivariant(runs, measured, LanguageWish.NONE);
        multivariant.streams.keySet().removeIf(listed.negate());
        return multivariant.listed();
    }

    private List<ListedRendition> listed() {
        return java.util.stream.Stream.concat(
                        variants().stream(), streams.keySet().stream().filter(each -> !each.isVideo()))
                .map(each -> new ListedRendition(
                        each, peak(each), streams.get(each).rate().framesPerSecond()))
                .toList();
    }

    /**
     * Of a live stream.
     *
     * @param measured how much there is of each rendition at present
     * @param listed renditions that have a live playlist
     */
    static Made live(
            List<RecordedRun> runs,
            Map<Rendition, TrackRate> measured,
            Predicate<Rendition> listed,
            String query,
            LanguageWish wish) {
        Multivariant multivariant = new Multivariant(runs, measured, wish);
        multivariant.streams.keySet().removeIf(listed.negate());
        return multivariant.render(rendition -> "hls/live/" + rendition + ".m3u8" + query, Optional.empty());
    }

    private void fillIn(Supplier<Map<Rendition, TrackRate>> newest) {
        if (streams.entrySet().stream()
                .allMatch(
                        each -> each.getKey().isText() || each.getValue().rate().isKnown())) {
            return;
        }
        Map<Rendition, TrackRate> measured = newest.get();
        streams.replaceAll((rendition, stream) -> stream.rate().isKnown()
                ? stream
                : new Stream(stream.format(), measured.getOrDefault(rendition, stream.rate())));
    }

    private interface Address {
        String of(Rendition rendition);
    }

    private Made render(Address media, Optional<Address> keyPictures) {
        Tags tags = new Tags(VERSION);
        keyPictures.ifPresent(past -> tags.line("#EXT-X-INDEPENDENT-SEGMENTS"));
        Map<Rendition, Description> formats = new TreeMap<>();
        streams.forEach((rendition, stream) -> formats.put(rendition, stream.format()));
        MediaGroups groups = new MediaGroups(formats, wish);
        List<Rendition> audio = groups.audio();
        List<Rendition> video = variants();
        if (video.isEmpty()) {
            groups.writeText(tags, media::of);
            audio.forEach(each -> variant(tags, each, List.of(), media));
            return new Made(Rendered.of(tags.text()), groups.offersChoice());
        }
        groups.writeAudio(tags, media::of);
        groups.writeText(tags, media::of);
        for (Rendition each : video) {
            variant(tags, each, audio, media);
        }
        if (audio.stream().anyMatch(this::isUncompressed)) {
            video.forEach(each -> variant(tags, each, List.of(), media)); // for players without PCM: most
        }
        keyPictures.ifPresent(address -> video.forEach(each -> tags.line("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH="
                + peak(each) + ",CODECS=\"" + streams.get(each).format().codec() + "\"" + resolution(each) + ",URI=\""
                + address.of(each) + "\"")));
        return new Made(Rendered.of(tags.text()), groups.offersChoice());
    }

    /** Video tracks that show the same as the first one: of its rendition group. */
    private List<Rendition> variants() {
        List<Rendition> video =
                streams.keySet().stream().filter(Rendition::isVideo).toList();
        if (video.isEmpty()) {
            return video;
        }
        Optional<String> group = streams.get(video.get(0)).format().renditionGroup();
        return video.stream()
                .filter(each -> each.equals(video.get(0))
                        || group.isPresent()
                                && group.equals(streams.get(each).format().renditionGroup()))
                .toList();
    }

    private void variant(Tags tags, Rendition rendition, List<Rendition> audio, Address media) {
        Stream stream = streams.get(rendition);
        long audioPeak = audio.stream().mapToLong(this::peak).max().orElse(0);
        long audioAverage = audio.stream()
                .mapToLong(each -> streams.get(each).rate().averageBitsPerSecond())
                .max()
                .orElse(0);
        String codecs = java.util.stream.Stream.concat(java.util.stream.Stream.of(rendition), audio.stream())
                .map(this::codec)
                .distinct()
                .collect(Collectors.joining(","));
        StringBuilder line = new StringBuilder("#EXT-X-STREAM-INF:BANDWIDTH=").append(peak(rendition) + audioPeak);
        long average = stream.rate().averageBitsPerSecond();
        if (average > 0) {
            line.append(",AVERAGE-BANDWIDTH=").append((long) ((average + audioAverage) * OVERHEAD));
        }
        line.append(",CODECS=\"").append(codecs).append('"').append(resolution(rendition));
        if (rendition.isVideo() && stream.rate().isKnown()) {
            line.append(
                    String.format(Locale.ROOT, ",FRAME-RATE=%.3f", stream.rate().framesPerSecond()));
        }
        if (!audio.isEmpty()) {
            line.append(",AUDIO=\"").append(MediaGroups.AUDIO).append('"');
        }
        if (streams.keySet().stream().anyMatch(Rendition::isText)) {
            line.append(",SUBTITLES=\"").append(MediaGroups.SUBTITLES).append('"');
        }
        if (rendition.isVideo()) {
            // Cameras' pictures carry none; players that are not told load segments to look for some before they play.
            line.append(",CLOSED-CAPTIONS=NONE");
        }
        tags.line(line.toString()).line(media.of(rendition));
    }

    /** RFC 6381; a device names PCM by its samples, MP4 by its sample entry. */
    private String codec(Rendition rendition) {
        return isUncompressed(rendition)
                ? "ipcm"
                : streams.get(rendition).format().codec();
    }

    private boolean isUncompressed(Rendition rendition) {
        return streams.get(rendition).format().codec().startsWith("pcm");
    }

    private long peak(Rendition rendition) {
        long measured = (long) (streams.get(rendition).rate().peak() * OVERHEAD);
        if (measured > 0) {
            return measured;
        }
        return switch (rendition.kind()) {
            case VIDEO -> UNKNOWN_VIDEO_BITS;
            case AUDIO -> UNKNOWN_AUDIO_BITS;
            case TEXT -> UNKNOWN_TEXT_BITS;
        };
    }

    private String resolution(Rendition rendition) {
        Description format = streams.get(rendition).format();
        return rendition.isVideo()
                        && format.width().isPresent()
                        && format.height().isPresent()
                ? ",RESOLUTION=" + format.width().get() + "x" + format.height().get()
                : "";
    }
}
