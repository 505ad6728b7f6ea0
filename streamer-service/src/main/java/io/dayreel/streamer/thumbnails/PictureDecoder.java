package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.InitSegment;
import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.streamer.thumbnails.ThumbnailException.Reason;
import io.dayreel.streamer.timer.DaemonTimer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decodes key frames with ffmpeg: a process for each call, a few at a time; further calls wait, and beyond a number of
 * them {@link ThumbnailException} BUSY. A process that takes too long is killed. Thread-safe; blocks. Closing kills what
 * runs.
 */
public final class PictureDecoder implements AutoCloseable {
    private static final int MAX_OUTPUT = 64 << 20;

    private final FfmpegLocation location;
    private final Bounds bounds;
    private final Semaphore processes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadPoolExecutor writers;
    private final ScheduledThreadPoolExecutor timer;
    private final ThumbnailCounters counters;

    /**
     * @param processes at a time
     * @param waiting calls that wait for one of them, at most
     * @param limit how long a process may take, and a call may wait
     */
    public record Bounds(int processes, int waiting, Duration limit) {}

    public PictureDecoder(FfmpegLocation location, Bounds bounds, ThumbnailCounters counters) {
        this.location = location;
        this.bounds = bounds;
        this.counters = counters;
        processes = new Semaphore(bounds.processes(), true);
        writers = new ThreadPoolExecutor(
                0, bounds.processes() + 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), PictureDecoder::writer);
        timer = DaemonTimer.named("dayreel-streamer-thumbnail-limit");
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread writer(Runnable task) {
        Thread thread = new Thread(task, "dayreel-streamer-thumbnail");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * One JPEG for each key frame; fewer if some cannot be decoded, and nothing says which.
     *
     * @param keyFrames by ascending time
     * @throws ThumbnailException NO_DECODER, BUSY
     */
    List<byte[]> decode(TrackFormat format, List<Sample> keyFrames, PictureSize size) {
        Path program = location.find()
                .orElseThrow(() -> new ThumbnailException(
                        Reason.NO_DECODER,
                        "there is no '" + location.configured() + "' on the streamer's machine: install it (Debian and"
                                + " Ubuntu: apt-get install ffmpeg) or name it in dayreel.streamer.ffmpeg"));
        if (waiting.incrementAndGet() > bounds.waiting() + bounds.processes()) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            if (!processes.tryAcquire(bounds.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                return run(program, format, keyFrames, size);
            } finally {
                processes.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static ThumbnailException busy() {
        return new ThumbnailException(Reason.BUSY, "too many thumbnails are being made: try again");
    }

    private List<byte[]> run(Path program, TrackFormat format, List<Sample> keyFrames, PictureSize size) {
        long begin = System.nanoTime();
        try {
            Process process = start(program, size);
            Future<?> limit = timer.schedule(() -> kill(process), bounds.limit().toMillis(), TimeUnit.MILLISECONDS);
            try {
                writers.execute(() -> write(process, format, keyFrames));
                return Jpegs.split(read(process.getInputStream()));
            } finally {
                limit.cancel(false);
                kill(process);
            }
        } catch (RejectedExecutionException e) {
            throw new ThumbnailException(Reason.BUSY, "stopping", e);
        } catch (IOException e) {
            throw new UncheckedIOException("ffmpeg", e);
        } finally {
            counters.decoded(keyFrames.size(), System.nanoTime() - begin);
        }
    }

    /** With what it started: a script in its place must not keep the pipe open. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Process start(Path program, PictureSize size) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
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
        FfmpegLocation.libraries(program)
                .ifPresent(directory -> builder.environment().put("LD_LIBRARY_PATH", directory.toString()));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** A process that ends early breaks the pipe: what it made of the rest tells. */
    private static void write(Process process, TrackFormat format, List<Sample> keyFrames) {
        try (OutputStream input = process.getOutputStream();
                WritableByteChannel channel = Channels.newChannel(input)) {
            input.write(InitSegment.of(format));
            for (int i = 0; i < keyFrames.size(); i++) {
                List<Sample> one = List.of(keyFrames.get(i));
                for (ByteBuffer part : MediaFragment.of(format, one, OptionalLong.empty(), i + 1L)) {
                    channel.write(part);
                }
            }
        } catch (IOException brokenPipe) {
            process.destroy();
        }
    }

    private static byte[] read(InputStream output) throws IOException {
        return output.readNBytes(MAX_OUTPUT);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        writers.shutdownNow();
    }
}
