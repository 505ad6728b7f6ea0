package io.dayreel.cli.source;

import io.dayreel.media.DecodeOrder;
import io.dayreel.media.MediaFormatException;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTracks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The first picture and sound track of a file or camera, taken apart by ffmpeg and not re-encoded: a frame's body is the
 * packet that ffmpeg read, converted only where the input has no length-prefixed NAL units (RTSP, MPEG-TS).
 *
 * <p>A file's capture time is its start plus media time, and its end is the end of the input. A camera's is the wall
 * clock when packets begin to come as they are sent, plus media time from there; when it fails it is tried again for
 * ever, with growing waits, and goes on with a discontinuity. Frames come in order of decode time over both tracks; from a camera as they arrive.
 *
 * <p>Back-pressure: nothing is read ahead but the pipe and {@link DecodeOrder}'s few frames, so a caller that waits
 * makes ffmpeg wait.
 */
public final class FfmpegSource implements CaptureSource {

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final long OFFSET_MICROS = FfmpegVariant.OUTPUT_OFFSET_SECONDS * 1_000_000;

    private final FfmpegProgram program;
    private final FfmpegInput input;
    private final InstantSource clock;
    private final SourceListener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DecodeOrder<CapturedFrame> order = new DecodeOrder<>(CapturedFrame::track, CapturedFrame::timeMicros);
    private final Backlog backlog = new Backlog();
    private final MediaTimeline timeline;
    private FfmpegVariant variant = FfmpegVariant.PLAIN;
    private Optional<String> ownReason = Optional.empty();
    private Duration backoff = FIRST_BACKOFF;
    private boolean interrupted;
    private boolean ended;
    private volatile Optional<FfmpegProcess> process = Optional.empty();

    public FfmpegSource(FfmpegProgram program, FfmpegInput input, InstantSource clock, SourceListener listener) {
        this.program = program;
        this.input = input;
        this.clock = clock;
        this.listener = listener;
        this.timeline = new MediaTimeline(input.tracks(), listener);
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException, InterruptedException {
        while (!isClosed()) {
            Optional<CapturedFrame> ready = order.poll();
            if (ready.isPresent() || ended) {
                return ready;
            }
            Optional<MediaPart> part = read();
            if (part.isPresent()) {
                accept(part.get());
            } else {
                afterEnd();
            }
        }
        return Optional.empty();
    }

    /** The next part; empty when this run of ffmpeg is over, whatever the reason. */
    private Optional<MediaPart> read() throws IOException, InterruptedException {
        if (process.isEmpty()) {
            timeline.restart();
            boolean patient = interrupted && !timeline.hasDelivered();
            process = Optional.of(FfmpegProcess.start(program, input, variant, patient));
            if (isClosed()) {
                process.get().close();
            }
        }
        try {
            return process.get().next();
        } catch (MediaFormatException malformed) {
            if (!isClosed()) {
                ownReason = ownReason(malformed);
            }
            return Optional.empty();
        } catch (IOException pipeClosed) {
            return Optional.empty();
        }
    }

    /** A stream cut short is what a failed ffmpeg leaves, and then its own reason counts; otherwise ours does. */
    private Optional<String> ownReason(MediaFormatException malformed) throws InterruptedException {
        FfmpegProcess failed = process.orElseThrow();
        boolean itsReason = failed.failure().filter(lines -> !lines.isEmpty()).isPresent() && !failed.wasCut();
        return itsReason ? Optional.empty() : Optional.of("what ffmpeg made of it: " + malformed.getMessage());
    }

    private void accept(MediaPart part) throws CaptureException {
        if (part instanceof MediaTracks tracks) {
            timeline.tracks(tracks);
            if (timeline.carriedTracks() == 0 && !input.live()) {
                String codecs = String.join(", ", timeline.codecsLeftOut());
                throw CaptureException.unsuitable(
                        input.shown(),
                        codecs.isEmpty() ? "it has nothing to send" : "frames cannot carry the codec " + codecs);
            }
            if (!input.live()) { // frames of a camera do not wait for those of its other tracks
                order.expect(timeline.carriedTracks());
            }
        } else if (part instanceof MediaSample sample && timeline.carries(sample)) {
            if (timeline.anchored()) {
                if (input.live()) {
                    timeline.keepOutOfTheFuture(sample, micros(clock.instant()));
                }
                deliver(sample);
            } else if (!input.live()) {
                timeline.anchor(micros(input.start().orElseGet(clock::instant)) - OFFSET_MICROS);
                deliver(sample);
            } else if (backlog.addAndSeeWhetherItIsTheLast(sample, timeline.mediaMicros(sample), System.nanoTime())) {
                deliverBacklog();
            }
        }
    }

    private void deliver(MediaSample sample) {
        List<CapturedFrame> frames = timeline.frames(sample);
        frames.forEach(order::add);
        if (!frames.isEmpty()) {
            delivering();
        }
    }

    /** Its last sample came just now; the clock may not stand before what was given out already. */
    private void deliverBacklog() {
        if (backlog.isEmpty()) {
            return;
        }
        long delay = backlog.lastDelayMicros();
        List<MediaSample> samples = backlog.drain();
        long now = micros(clock.instant()) - delay - timeline.mediaMicros(samples.get(samples.size() - 1));
        long earliest = timeline.lastMicros() - timeline.mediaMicros(samples.get(0));
        timeline.anchor(timeline.hasDelivered() ? Math.max(now, earliest) : now);
        samples.forEach(this::deliver);
    }

    private void delivering() {
        backoff = FIRST_BACKOFF;
        if (interrupted) {
            interrupted = false;
            listener.resumed();
        }
    }

    private void afterEnd() throws IOException, InterruptedException {
        Optional<List<String>> failure = failure();
        ownReason = Optional.empty();
        closeProcess();
        deliverBacklog();
        if (isClosed()) {
            return;
        }
        Optional<FfmpegVariant> other = failure.flatMap(variant::after);
        if (other.isPresent()) {
            variant = other.get();
            if (variant == FfmpegVariant.WITHOUT_SOUND) {
                listener.leftOut("the sound: " + FfmpegVariant.soundObjection(failure.get()));
            }
            timeline.replay(!input.live());
        } else if (input.live()) {
            waitAndRetry(failure.map(ProcessLog::cause).orElse("the camera ended the stream"));
        } else if (failure.isPresent()) {
            Optional<String> unsuited = failure.flatMap(FfmpegVariant::unsuitedPictures);
            if (unsuited.isPresent()) {
                throw CaptureException.unsuitable(input.shown(), "frames cannot carry the codec " + unsuited.get());
            }
            throw new CaptureException("cannot read " + input.shown() + ": " + ProcessLog.cause(failure.get()));
        } else {
            ended = true;
            order.finish();
        }
    }

    /** Why this run of ffmpeg did not end well; empty if it did. */
    private Optional<List<String>> failure() throws InterruptedException {
        if (ownReason.isPresent()) {
            return ownReason.map(List::of);
        }
        return process.isPresent() ? process.get().failure() : Optional.of(List.of());
    }

    private void waitAndRetry(String reason) throws InterruptedException {
        interrupted = true;
        timeline.interrupt();
        listener.interrupted(reason, backoff);
        boolean stop = closed.await(backoff.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = backoff.multipliedBy(2);
        backoff = !stop && doubled.compareTo(input.maxBackoff()) < 0 ? doubled : input.maxBackoff();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void closeProcess() {
        process.ifPresent(FfmpegProcess::close);
        process = Optional.empty();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public boolean live() {
        return input.live();
    }

    @Override
    public void close() {
        closed.countDown();
        process.ifPresent(FfmpegProcess::close);
    }
}
