package io.dayreel.benchmarks.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A main class of this class path as a process of its own that is spoken to by lines. Lines that it prints and nobody
 * awaits are dropped, the oldest first, beyond {@value #LINES}. One thread drives it; the owner closes it, which kills
 * it, and it ends by itself when its input does.
 */
public final class ToolProcess implements AutoCloseable {
    private static final int LINES = 10_000;
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(LINES);

    /** A line and when it was printed, on {@link System#nanoTime}'s clock. */
    public record Line(String text, long nanos) {}

    private ToolProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(this::read, "dayreel-benchmarks-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it; what it prints on standard error goes to {@code directory/name.log}.
     *
     * @param jvmOptions such as {@code -Xmx512m}
     */
    public static ToolProcess start(
            String name, Class<?> main, Path directory, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            return new ToolProcess(
                    name,
                    new ProcessBuilder(command)
                            .redirectError(directory.resolve(name + ".log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String text = output.readLine(); text != null; text = output.readLine()) {
                Line line = new Line(text, System.nanoTime());
                while (!lines.offer(line)) {
                    lines.poll();
                }
            }
        } catch (IOException e) {
            lines.offer(new Line("failed " + e, System.nanoTime()));
        }
    }

    /** Says one line to it. */
    public void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no more", e);
        }
    }

    /**
     * Waits for a line and drops those before it.
     *
     * @throws IllegalStateException if it says {@code failed …} or the line does not come within {@code limit}
     */
    public Line await(Predicate<String> wanted, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            Line line = lines.poll(left, TimeUnit.NANOSECONDS);
            if (line != null && line.text().startsWith("failed")) {
                throw new IllegalStateException(name + ": " + line.text());
            }
            if (line != null && wanted.test(line.text())) {
                return line;
            }
        }
        throw new IllegalStateException(name + " did not answer within " + limit.toSeconds() + " s");
    }

    /** As {@link #await(Predicate, Duration)}, for a line that begins so. */
    public Line await(String beginning, Duration limit) throws InterruptedException {
        return await(text -> text.startsWith(beginning), limit);
    }

    /** The operating system's number. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
