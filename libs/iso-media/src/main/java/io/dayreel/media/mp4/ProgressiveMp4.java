package io.dayreel.media.mp4;

import io.dayreel.media.box.BoxWriter;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackBoxes;
import io.dayreel.media.cmaf.TrackFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a progressive MP4 file, moov first. Whoever builds a file adds its samples one by one, writes their bytes
 * one behind the other as media data, and puts in front of them what {@link #head} gives. Only the sample tables are
 * held, about 40 bytes a sample.
 *
 * <p>Samples keep their places in time: where some are missing, the one before lasts until the next, so that tracks stay
 * in step. A track whose format changes has several sample descriptions. An edit list makes playing begin and end where
 * it is asked to, whatever the first key frame. The same samples give the same bytes. Not thread-safe.
 */
public final class ProgressiveMp4 {
    /** Movie times are in µs. */
    private static final int MOVIE_TIMESCALE = 1_000_000;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_1904_TO_1970 = 2_082_844_800L;
    private static final long MAX_U32 = 0xffff_ffffL;
    private static final int BOX_HEADER = 8;
    private static final int ENABLED_IN_MOVIE = 3;

    private final Map<Integer, TrackSamples> tracks = new LinkedHashMap<>();
    private TrackSamples lastTrack;
    private long mediaBytes;

    /**
     * Adds a sample to a track, whose bytes follow in the media data then. The first sample of a track decides whether
     * it is of pictures or sound, and its timescale.
     *
     * @param track any number
     * @return empty if it was left out: it is earlier than the one before it on the track, or a picture before the
     *     first key frame
     */
    public Optional<Place> add(int track, TrackFormat format, Sample sample) {
        TrackSamples samples = tracks.get(track);
        if (samples == null) {
            samples = new TrackSamples(tracks.size() + 1, format);
            tracks.put(track, samples);
        }
        if (samples.format().isVideo() != format.isVideo() || !samples.takes(sample)) {
            return Optional.empty();
        }
        samples.add(format, sample, mediaBytes, lastTrack == samples);
        lastTrack = samples;
        mediaBytes += sample.body().remaining();
        return Optional.of(new Place(samples.id(), samples.count()));
    }

    /**
     * Where a sample stands.
     *
     * @param trackId from 1
     * @param sample its number in the track, from 1
     */
    public record Place(int trackId, int sample) {}

    /** Bytes of all samples added. */
    public long mediaBytes() {
        return mediaBytes;
    }

    /** Samples added. */
    public long samples() {
        return tracks.values().stream().mapToLong(TrackSamples::count).sum();
    }

    /**
     * What of a range there is: without what precedes the first sample and follows the last, and not beginning within a
     * hole of all tracks. Empty if nothing is.
     */
    public Optional<Shown> shown(long fromMicros, long toMicros) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (TrackSamples track : recorded()) {
            start = Math.min(start, track.firstAtOrAfter(fromMicros));
            end = Math.max(end, track.endMicros());
        }
        long to = Math.min(toMicros, end);
        return start < to ? Optional.of(new Shown(start, to)) : Optional.empty();
    }

    private List<TrackSamples> recorded() {
        return tracks.values().stream().filter(track -> track.count() > 0).toList();
    }

    /**
     * All that stands before the media data: ftyp, moov, the user boxes, and the header of mdat.
     *
     * @param shown of this file
     */
    public byte[] head(Shown shown, List<UserBox> userBoxes) {
        int narrow = write(shown, userBoxes, 0, false).length;
        boolean wide = narrow + mediaBytes > MAX_U32;
        int length = wide ? write(shown, userBoxes, 0, true).length : narrow;
        return write(shown, userBoxes, length, wide);
    }

    private byte[] write(Shown shown, List<UserBox> userBoxes, long mediaStart, boolean wide) {
        BoxWriter out = new BoxWriter();
        out.box("ftyp", () -> out.code("mp42").u32(0).code("mp42").code("iso6").code("isom"));
        out.box("moov", () -> {
            movieHeader(out, shown, tracks.size() + 1);
            recorded().forEach(track -> track(out, track, shown, mediaStart, wide));
        });
        for (UserBox box : userBoxes) {
            out.box("uuid", () -> out.u64(box.type().getMostSignificantBits())
                    .u64(box.type().getLeastSignificantBits())
                    .bytes(box.content()));
        }
        if (mediaBytes + BOX_HEADER > MAX_U32) {
            out.u32(1).code("mdat").u64(mediaBytes + 2 * BOX_HEADER);
        } else {
            out.u32(mediaBytes + BOX_HEADER).code("mdat");
        }
        return out.toByteArray();
    }

    /** Seconds since 1904 of the first moment shown. */
    private static long creation(Shown shown) {
        return Math.floorDiv(shown.startMicros(), MICROS_PER_SECOND) + SECONDS_1904_TO_1970;
    }

    private static void movieHeader(BoxWriter out, Shown shown, int nextTrackId) {
        out.fullBox("mvhd", 1, 0, () -> {
            out.u64(creation(shown)).u64(creation(shown));
            out.u32(MOVIE_TIMESCALE).u64(shown.micros());
            out.u32(0x10000).u16(0x0100).zeros(10);
            TrackBoxes.matrix(out);
            out.zeros(24).u32(nextTrackId);
        });
    }

    private static void track(BoxWriter out, TrackSamples samples, Shown shown, long mediaStart, boolean wide) {
        out.box("trak", () -> {
            Edits edits = Edits.of(samples, shown);
            out.fullBox("tkhd", 1, edits.playedMicros() > 0 ? ENABLED_IN_MOVIE : 0, () -> {
                out.u64(creation(shown))
                        .u64(creation(shown))
                        .u32(samples.id())
                        .u32(0)
                        .u64(edits.micros());
                TrackBoxes.trackHeaderEnd(out, samples.format());
            });
            edits.write(out);
            out.box("mdia", () -> {
                TrackBoxes.mediaHeader(out, samples.format(), samples.durationTicks());
                out.box("minf", () -> {
                    TrackBoxes.mediaKind(out, samples.format());
                    new SampleTableBoxes(out, samples).write(mediaStart, wide);
                });
            });
        });
    }

    /**
     * Which part of a track is played when (8.6.6).
     *
     * @param emptyMicros until the track begins
     * @param playedMicros from then on; 0 if the track has nothing of what is shown
     * @param mediaTicks what is played first
     */
    private record Edits(long emptyMicros, long playedMicros, long mediaTicks) {

        static Edits of(TrackSamples samples, Shown shown) {
            long start = Math.max(shown.startMicros(), samples.firstPresentationMicros());
            long end = Math.min(shown.endMicros(), samples.endMicros());
            return start < end
                    ? new Edits(start - shown.startMicros(), end - start, Math.max(0, samples.ticks(start)))
                    : new Edits(shown.micros(), 0, 0);
        }

        long micros() {
            return emptyMicros + playedMicros;
        }

        void write(BoxWriter out) {
            int count = (emptyMicros > 0 ? 1 : 0) + (playedMicros > 0 ? 1 : 0);
            out.box(
                    "edts",
                    () -> out.fullBox("elst", 1, 0, () -> {
                        out.u32(count);
                        if (emptyMicros > 0) {
                            out.u64(emptyMicros).u64(-1).u32(0x10000);
                        }
                        if (playedMicros > 0) {
                            out.u64(playedMicros).u64(mediaTicks).u32(0x10000);
                        }
                    }));
        }
    }
}
