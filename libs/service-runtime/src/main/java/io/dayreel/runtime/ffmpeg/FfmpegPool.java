package io.dayreel.runtime.ffmpeg;

import io.dayreel.runtime.ffmpeg.FfmpegException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs ffmpeg and ffprobe: a few processes at a time, further calls wait, and beyond a number of them BUSY. A process
 * that takes too long, or too much memory, is killed with all that it started. Thread-safe; calls block. Closing kills what runs.
 */
public final class FfmpegPool implements AutoCloseable {
    /** From the end of the output to the end of the process; long, as a busy machine must not look like a crash. */
    private static final long END_WAIT_SECONDS = 10;

    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 31;
    private static final int CAUSES = 3;
    private static final long MEMORY_LOOK_MILLIS = 50;

    private static final Path NULL = Path.of("/dev/null");

    /** What ffmpeg says when the reader gave up. */
    private static final String BROKEN_PIPE = "Broken pipe";

    private final FfmpegLocation location;
    private final Bounds bounds;
    private final Semaphore processes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadPoolExecutor listeners;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param processes at a time
     * @param waiting calls that wait for one of them, at most
     * @param limit how long a process may take, and a call may wait
     * @param memoryBytes of a process and of what it starts; looked at {@value #MEMORY_LOOK_MILLIS} ms after each other,
     *     so that it may have a little more before it is killed
     */
    public record Bounds(int processes, int waiting, Duration limit, long memoryBytes) {}

    /** Which program. */
    public enum Program {
        FFMPEG,
        FFPROBE
    }

    /** Gives a process its standard input, which is closed behind it. What a process takes no more, it needs no more. */
    @FunctionalInterface
    public interface InputWriter {
        void write(OutputStream input) throws IOException;
    }

    /** Takes what a process writes to its standard output. Not told how the process ends. */
    @FunctionalInterface
    public interface OutputReader<T> {
        T read(InputStream output) throws IOException;
    }

    /**
     * @param value what the reader made of the output
     * @param complaints what the process wrote to its standard error, without who speaks; at most 40 lines
     */
    public record Outcome<T>(T value, List<String> complaints) {}

    /** @param name of its threads */
    public FfmpegPool(FfmpegLocation location, Bounds bounds, String name) {
        this.location = location;
        this.bounds = bounds;
        processes = new Semaphore(bounds.processes(), true);
        listeners = new ThreadPoolExecutor(
                0,
                2 * bounds.processes() + 1,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, name));
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-limit"));
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whether the program is there now. */
    public boolean has(Program program) {
        return find(program).isPresent();
    }

    private Optional<Path> find(Program program) {
        return program == Program.FFMPEG ? location.find() : location.findProbe();
    }

    /**
     * Runs a program to its end.
     *
     * @param arguments behind the program's name; without standard input
     * @throws FfmpegException if it could not be started, was refused its input, took too long or crashed
     * @throws IOException if the reader failed although the process ended well
     */
    public <T> Outcome<T> run(Program program, List<String> arguments, OutputReader<T> reader)
            throws FfmpegException, IOException, InterruptedException {
        return run(program, arguments, Optional.empty(), reader);
    }

    /** Likewise. @param input what it gets as its standard input, written on a thread of the pool */
    public <T> Outcome<T> run(Program program, List<String> arguments, InputWriter input, OutputReader<T> reader)
            throws FfmpegException, IOException, InterruptedException {
        return run(program, arguments, Optional.of(input), reader);
    }

    private <T> Outcome<T> run(
            Program program, List<String> arguments, Optional<InputWriter> input, OutputReader<T> reader)
            throws FfmpegException, IOException, InterruptedException {
        Path found = find(program)
                .orElseThrow(() -> new FfmpegException(
                        Reason.MISSING,
                        "there is no " + (program == Program.FFMPEG ? "'" + location.configured() + "'" : "ffprobe")
                                + " on this machine"));
        if (waiting.incrementAndGet() > bounds.waiting() + bounds.processes()) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            if (!processes.tryAcquire(bounds.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                return start(found, arguments, input, reader);
            } finally {
                processes.release();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static FfmpegException busy() {
        return new FfmpegException(Reason.BUSY, "too many processes of ffmpeg are running");
    }

    private <T> Outcome<T> start(
            Path program, List<String> arguments, Optional<InputWriter> input, OutputReader<T> reader)
            throws FfmpegException, IOException, InterruptedException {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        if (input.isEmpty()) {
            builder.redirectInput(ProcessBuilder.Redirect.from(NULL.toFile()));
        }
        FfmpegLocation.libraries(program)
                .ifPresent(directory -> builder.environment().put("LD_LIBRARY_PATH", directory.toString()));
        Process process = builder.start();
        AtomicReference<Reason> killed = new AtomicReference<>();
        try {
            Future<?> limit = timer.schedule(
                    () -> kill(process, Reason.TOO_SLOW, killed), bounds.limit().toMillis(), TimeUnit.MILLISECONDS);
            Future<?> memory = timer.scheduleWithFixedDelay(
                    () -> killIfTooLarge(process, killed),
                    MEMORY_LOOK_MILLIS,
                    MEMORY_LOOK_MILLIS,
                    TimeUnit.MILLISECONDS);
            try {
                input.ifPresent(writer -> listeners.execute(() -> write(process, writer)));
                return finish(process, reader, killed);
            } finally {
                limit.cancel(false);
                memory.cancel(false);
            }
        } catch (RejectedExecutionException e) {
            throw new FfmpegException(Reason.BUSY, "stopping", e);
        } finally {
            kill(process);
        }
    }

    private static void write(Process process, InputWriter writer) {
        try (OutputStream stream = process.getOutputStream()) {
            writer.write(stream);
        } catch (IOException brokenPipe) {
            // It reads no more; its output and its end tell whether that was well.
        }
    }

    private void killIfTooLarge(Process process, AtomicReference<Reason> killed) {
        if (ResidentMemory.of(process) > bounds.memoryBytes()) {
            kill(process, Reason.TOO_LARGE, killed);
        }
    }

    private static void kill(Process process, Reason reason, AtomicReference<Reason> killed) {
        killed.compareAndSet(null, reason);
        kill(process);
    }

    private FfmpegException overdue(Reason reason) {
        return reason == Reason.TOO_SLOW
                ? new FfmpegException(
                        reason, "ffmpeg was killed after " + bounds.limit().toSeconds() + " s")
                : new FfmpegException(
                        reason, "ffmpeg was killed when it held more than " + (bounds.memoryBytes() >> 20) + " MiB");
    }

    private <T> Outcome<T> finish(Process process, OutputReader<T> reader, AtomicReference<Reason> killed)
            throws FfmpegException, IOException, InterruptedException {
        ProcessComplaints complaints = new ProcessComplaints(process.getErrorStream());
        Future<?> listener = listeners.submit(complaints);
        T value = null;
        IOException failure = null;
        try (InputStream output = process.getInputStream()) {
            value = reader.read(output);
        } catch (IOException e) {
            failure = e;
        }
        boolean ended = process.waitFor(END_WAIT_SECONDS, TimeUnit.SECONDS);
        awaitEnd(listener);
        List<String> said =
                complaints.lines().stream().map(ProcessComplaints::spoken).toList();
        if (killed.get() != null) {
            throw overdue(killed.get());
        }
        boolean ours = said.stream().anyMatch(line -> line.contains(BROKEN_PIPE));
        if (failure != null && (ours || ended && process.exitValue() == 0)) {
            throw failure;
        }
        if (!ended || isSignal(process.exitValue())) {
            throw new FfmpegException(Reason.CRASHED, "ffmpeg crashed: " + causes(said));
        }
        if (process.exitValue() != 0) {
            throw new FfmpegException(Reason.REFUSED, causes(said));
        }
        return new Outcome<>(value, said);
    }

    /** A process that a signal ended has 128 and its number; ffmpeg's own codes lie below or above. */
    private static boolean isSignal(int exit) {
        return exit > SIGNALLED && exit <= SIGNALLED + LAST_SIGNAL;
    }

    private static String causes(List<String> said) {
        return said.isEmpty()
                ? "ffmpeg gave no reason"
                : String.join("; ", said.subList(0, Math.min(CAUSES, said.size())));
    }

    private static void awaitEnd(Future<?> listener) throws InterruptedException {
        try {
            listener.get(END_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            listener.cancel(true);
        }
    }

    /** With what it started: a script in its place must not keep the pipe open. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        listeners.shutdownNow();
    }
}
