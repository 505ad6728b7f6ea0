package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.InitSegment;
import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.runtime.ffmpeg.FfmpegException;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Program;
import io.dayreel.streamer.thumbnails.ThumbnailException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** Decodes key frames with ffmpeg, a process for each call. Thread-safe; blocks. Closing kills what runs. */
public final class PictureDecoder implements AutoCloseable {
    private static final int MAX_OUTPUT = 64 << 20;

    private final FfmpegPool ffmpeg;
    private final ThumbnailCounters counters;

    /** @param ffmpeg closed with this */
    public PictureDecoder(FfmpegPool ffmpeg, ThumbnailCounters counters) {
        this.ffmpeg = ffmpeg;
        this.counters = counters;
    }

    /**
     * One JPEG for each key frame; fewer if some cannot be decoded or it takes too long, and nothing says which.
     *
     * @param keyFrames by ascending time
     * @throws ThumbnailException NO_DECODER, BUSY
     */
    List<byte[]> decode(TrackFormat format, List<Sample> keyFrames, PictureSize size) {
        long begin = System.nanoTime();
        AtomicReference<byte[]> made = new AtomicReference<>(new byte[0]);
        try {
            ffmpeg.run(Program.FFMPEG, arguments(size), input -> write(input, format, keyFrames), output -> {
                made.set(output.readNBytes(MAX_OUTPUT));
                return made;
            });
        } catch (FfmpegException e) {
            requireThatItRan(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(e);
        } catch (IOException e) {
            throw new UncheckedIOException("ffmpeg", e);
        }
        counters.decoded(keyFrames.size(), System.nanoTime() - begin);
        return Jpegs.split(made.get());
    }

    /** A process that failed has made pictures of what it could. */
    private static void requireThatItRan(FfmpegException failure) {
        switch (failure.reason()) {
            case MISSING ->
                throw new ThumbnailException(
                        Reason.NO_DECODER,
                        failure.getMessage() + ": install it (Debian and Ubuntu: apt-get install ffmpeg) or name it in"
                                + " dayreel.streamer.ffmpeg",
                        failure);
            case BUSY -> throw busy(failure);
            case REFUSED, TOO_SLOW, TOO_LARGE, CRASHED -> {}
        }
    }

    private static ThumbnailException busy(Exception cause) {
        return new ThumbnailException(Reason.BUSY, "too many thumbnails are being made: try again", cause);
    }

    private static List<String> arguments(PictureSize size) {
        return List.of(
                "-hide_banner",
                "-loglevel",
                "quiet",
                "-nostdin",
                "-threads",
                "1",
                "-f",
                "mp4",
                "-i",
                "pipe:0",
                "-an",
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=" + size.width() + ":" + size.height() + ":flags=bilinear",
                "-q:v",
                "4",
                "-c:v",
                "mjpeg",
                "-f",
                "image2pipe",
                "pipe:1");
    }

    private static void write(OutputStream input, TrackFormat format, List<Sample> keyFrames) throws IOException {
        WritableByteChannel channel = Channels.newChannel(input);
        input.write(InitSegment.of(format));
        for (int i = 0; i < keyFrames.size(); i++) {
            List<Sample> one = List.of(keyFrames.get(i));
            for (ByteBuffer part : MediaFragment.of(format, one, OptionalLong.empty(), i + 1L)) {
                channel.write(part);
            }
        }
    }

    @Override
    public void close() {
        ffmpeg.close();
    }
}
