package io.dayreel.streamer.wiring;

import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.archive.ProvingArchive;
import io.dayreel.streamer.clip.ArchivedProving;
import io.dayreel.streamer.clip.ClipCounters;
import io.dayreel.streamer.clip.Clips;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.RecordedNearby;
import io.dayreel.streamer.media.MediaException;
import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.thumbnails.PictureDecoder;
import io.dayreel.streamer.thumbnails.ThumbnailCounters;
import io.dayreel.streamer.thumbnails.Thumbnails;
import io.dayreel.streamer.timeline.StreamIndex;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What a running streamer makes out of frames to take away: clips and thumbnails. */
public final class RunningExports implements AutoCloseable {
    private final Clips clips;
    private final Thumbnails thumbnails;
    private final PictureDecoder decoder;
    private final RecordedNearby nearby;
    private final Duration maxClip;

    private RunningExports(
            Clips clips, Thumbnails thumbnails, PictureDecoder decoder, RecordedNearby nearby, Duration maxClip) {
        this.clips = clips;
        this.thumbnails = thumbnails;
        this.decoder = decoder;
        this.nearby = nearby;
        this.maxClip = maxClip;
    }

    /** @param directory for clips, the instance's own */
    static RunningExports start(
            StreamerSettings settings,
            StreamerSurroundings given,
            Path directory,
            PlaybackServices services,
            ArchiveCounters reads)
            throws IOException {
        StreamIndex index = new StreamIndex(services.timeline());
        MeterRegistry meters = given.shared.meters();
        ClipCounters clipCounters = new ClipCounters();
        Clips clips = new Clips(
                services,
                (stream, run, track, number) -> format(index, stream, run, track, number),
                new ArchivedProving(new ProvingArchive(services.timeline().archive(), given.store, reads)),
                new Clips.Bounds(directory, settings.clipBytes().asLongValue(), settings.maxClips()),
                clipCounters);
        Timer decoding = Timer.builder("dayreel.streamer.thumbnail.decode")
                .description("Time of one process of ffmpeg for thumbnails")
                .publishPercentileHistogram()
                .register(meters);
        ThumbnailCounters pictureCounters =
                new ThumbnailCounters(nanos -> decoding.record(nanos, TimeUnit.NANOSECONDS));
        PictureDecoder decoder =
                new PictureDecoder(FfmpegPools.of(settings, "dayreel-streamer-thumbnail"), pictureCounters);
        Thumbnails thumbnails = new Thumbnails(
                index,
                services.timeline(),
                (stream, run, track, number) -> format(index, stream, run, track, number),
                decoder,
                settings.thumbnailBytes().asLongValue(),
                pictureCounters);
        register(meters, clipCounters, pictureCounters);
        return new RunningExports(clips, thumbnails, decoder, new RecordedNearby(index), settings.maxClip());
    }

    private static Optional<TrackFormat> format(StreamIndex index, StreamId stream, int run, int track, int number) {
        try {
            return index.configuration(stream, run, track, number).map(TrackFormats::of);
        } catch (MediaException unsuitable) {
            return Optional.empty();
        }
    }

    private static void register(MeterRegistry meters, ClipCounters clips, ThumbnailCounters pictures) {
        counter(meters, "dayreel.streamer.clip.built", "MP4 clips made", clips, ClipCounters::built);
        counter(
                meters,
                "dayreel.streamer.clip.found",
                "Requests for clips that were there already",
                clips,
                ClipCounters::found);
        counter(meters, "dayreel.streamer.clip.sent.bytes", "Bytes of clips sent", clips, ClipCounters::sentBytes);
        counter(
                meters,
                "dayreel.streamer.clip.left.out.frames",
                "Frames that had no place in a clip",
                clips,
                ClipCounters::leftOutFrames);
        Gauge.builder("dayreel.streamer.clip.disk.bytes", clips, ClipCounters::diskBytes)
                .description("Bytes of disk that clips take")
                .register(meters);
        counter(
                meters,
                "dayreel.streamer.thumbnail.found",
                "Thumbnails that were there already",
                pictures,
                ThumbnailCounters::found);
        counter(
                meters,
                "dayreel.streamer.thumbnail.decoded",
                "Key frames given to ffmpeg for thumbnails",
                pictures,
                ThumbnailCounters::decoded);
        counter(
                meters,
                "dayreel.streamer.thumbnail.broken",
                "Key frames of which ffmpeg made no thumbnail",
                pictures,
                ThumbnailCounters::broken);
    }

    private static <T> void counter(
            MeterRegistry meters, String name, String description, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(description).register(meters);
    }

    public Clips clips() {
        return clips;
    }

    public Thumbnails thumbnails() {
        return thumbnails;
    }

    /** Longest range of one clip. */
    public Duration maxClip() {
        return maxClip;
    }

    /** What was recorded next to a range in which nothing was; may block. */
    public List<RecordedNearby.Recorded> nearby(DeviceId device, long fromMicros, long toMicros) {
        return nearby.of(new PastPlaylists.Range(device, fromMicros, toMicros));
    }

    @Override
    public void close() {
        decoder.close();
        clips.close();
    }
}
