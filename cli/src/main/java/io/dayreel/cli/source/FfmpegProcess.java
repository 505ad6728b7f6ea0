package io.dayreel.cli.source;

import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One running ffmpeg. Owns the process, its log thread and, for a camera, the thread that ends it when it says nothing
 * for too long; {@link #close} ends all of them.
 */
final class FfmpegProcess implements AutoCloseable {

    private static final long END_WAIT_SECONDS = 2;
    private static final long WATCH_MILLIS = 200;
    private static final long NOT_WAITING = Long.MAX_VALUE;

    private final Process process;
    private final FragmentedMp4Reader reader;
    private final ProcessLog log;
    private final long stallNanos;
    private volatile long waitingSince = NOT_WAITING;
    private volatile boolean stalled;
    private boolean cut;

    private FfmpegProcess(Process process, FfmpegInput input) {
        this.process = process;
        this.reader = new FragmentedMp4Reader(process.getInputStream());
        this.log = new ProcessLog(process.getErrorStream());
        this.stallNanos = input.stallTimeout().toNanos();
        if (input.live()) {
            Thread watch = new Thread(this::watch, "dayreel-cli-ffmpeg-watch");
            watch.setDaemon(true);
            watch.start();
        }
    }

    static FfmpegProcess start(FfmpegProgram program, FfmpegInput input, FfmpegVariant variant, boolean patient)
            throws CaptureException {
        try {
            Process process = program.command(variant.arguments(input, patient)).start();
            process.getOutputStream().close();
            return new FfmpegProcess(process, input);
        } catch (IOException failed) {
            throw new CaptureException("cannot start " + program.executable() + ": " + failed.getMessage(), failed);
        }
    }

    Optional<MediaPart> next() throws IOException {
        waitingSince = System.nanoTime();
        try {
            return reader.next();
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    /** How the process ended: empty if well, otherwise what it said last. Ends it if it has not. */
    Optional<List<String>> failure() throws InterruptedException {
        if (!process.waitFor(END_WAIT_SECONDS, TimeUnit.SECONDS)) {
            cut = true;
            process.destroyForcibly();
        }
        List<String> lines = log.atEnd();
        if (stalled) {
            return Optional.of(List.of("nothing came for " + TimeUnit.NANOSECONDS.toSeconds(stallNanos) + " s"));
        }
        return process.waitFor(END_WAIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                ? Optional.empty()
                : Optional.of(lines);
    }

    /** Whether it went on and was ended by {@link #failure}, so that its log does not say why. */
    boolean wasCut() {
        return cut;
    }

    private void watch() {
        try {
            while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                long since = waitingSince;
                if (since != NOT_WAITING && System.nanoTime() - since > stallNanos) {
                    stalled = true;
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            reader.close();
        } catch (IOException alreadyClosed) {
            // The pipe of a process that ended may be closed already; there is nothing left to give back.
            return;
        }
    }
}
