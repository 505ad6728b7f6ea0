package io.dayreel.ingest.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.upload.Scratch;
import io.dayreel.ingest.upload.UploadLimits;
import io.dayreel.ingest.upload.Uploads;
import io.dayreel.ingest.upload.http.UploadRoute;
import io.dayreel.media.text.CueFile;
import io.dayreel.protocol.stream.Day;
import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Uploads while they run: the topic that they agree by, ffmpeg, and the threads that write and store. */
final class RunningUploads implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RunningUploads.class);
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 5;

    /** A thread that has said that it is done needs a moment to be free. */
    private static final int THREADS_PER_PART = 2;

    private final Uploads uploads;
    private final UploadRoute route;
    private final FfmpegPool ffmpeg;
    private final ThreadPoolExecutor workers;
    private final ControlTopicReader<UploadRecord> reader;

    /** Writes a record on a control topic; done once Kafka confirmed. */
    @FunctionalInterface
    interface TopicWriter {
        CompletableFuture<Void> send(Topic topic, String key, Object value);
    }

    RunningUploads(
            IngestSettings.Upload settings,
            ServiceSurroundings with,
            IngestParts parts,
            TopicWriter writer,
            VertxAccess access) {
        UploadLimits limits = limits(settings);
        Scratch scratch = scratch(settings, with.instance().id());
        ffmpeg = new FfmpegPool(
                new FfmpegLocation(settings.ffmpeg(), System.getenv().getOrDefault("PATH", "")),
                new FfmpegPool.Bounds(
                        limits.processes(),
                        limits.waiting(),
                        limits.processLimit(),
                        settings.ffmpegMemory().asLongValue()),
                "dayreel-ingest-ffmpeg");
        uploads = new Uploads(
                parts,
                limits,
                ffmpeg,
                scratch,
                change ->
                        writer.send(Topic.UPLOADS, change.video().on(Day.VIDEO).toString(), change));
        workers = new ThreadPoolExecutor(
                0,
                limits.receiving() * THREADS_PER_PART,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                RunningUploads::worker);
        route = new UploadRoute(access, uploads, workers, settings.stallLimit().toMillis());
        reader = new ControlTopicReader<>(
                with.kafka(),
                "ingest-uploads",
                ControlTopicSource.all(
                        with.names().of(Topic.UPLOADS), UploadRecord.class, new ControlTopicSource.Start.Beginning()),
                (source, change) -> {
                    if (change != null) {
                        uploads.read(change);
                    }
                });
        register(with, scratch);
    }

    private void register(ServiceSurroundings with, Scratch scratch) {
        Gauge.builder("dayreel.ingest.upload.parts", uploads, Uploads::receiving)
                .description("Parts of videos that are being received or stored")
                .register(with.meters());
        Gauge.builder("dayreel.ingest.upload.scratch.bytes", scratch, Scratch::used)
                .description("Disk taken by parts under way")
                .register(with.meters());
    }

    private static UploadLimits limits(IngestSettings.Upload settings) {
        return new UploadLimits(
                settings.maxPart().asLongValue(),
                (int) Math.min(settings.maxCaptions().asLongValue(), CueFile.MAX_BYTES),
                settings.scratchBytes().asLongValue(),
                settings.partsAtATime(),
                settings.ffmpegProcesses(),
                settings.partsAtATime(),
                settings.ffmpegLimit(),
                settings.keepBroken(),
                settings.storeLimit());
    }

    private static Scratch scratch(IngestSettings.Upload settings, String instance) {
        try {
            return new Scratch(
                    settings.scratchDirectory().resolve(instance),
                    settings.scratchBytes().asLongValue());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "dayreel.ingest.upload.scratch-directory cannot be used: " + settings.scratchDirectory(), e);
        }
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "dayreel-ingest-upload");
        thread.setDaemon(true);
        return thread;
    }

    void startReading(ServiceSurroundings with) {
        if (!ffmpeg.has(FfmpegPool.Program.FFMPEG) || !ffmpeg.has(FfmpegPool.Program.FFPROBE)) {
            LOG.warn("no-ffmpeg", "effect", "uploaded parts are answered 501");
        }
        with.heartbeats().watch(reader.heartbeat());
        reader.start();
    }

    boolean caughtUp() {
        return reader.caughtUp();
    }

    Uploads uploads() {
        return uploads;
    }

    UploadRoute route() {
        return route;
    }

    /** What is being stored has a moment to come to its end; its sender sends the rest again. */
    @Override
    public void close() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        ffmpeg.close();
        reader.close();
        uploads.close();
    }
}
