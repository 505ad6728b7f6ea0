package io.dayreel.systemtests.device;

import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built {@code dayreel} command as a process. */
public final class Cli implements AutoCloseable {
    private final Process process;
    private final Path output;

    private Cli(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param arguments as typed behind {@code dayreel} */
    public static Cli start(Path output, String... arguments) {
        return start(Optional.empty(), output, arguments);
    }

    /** @param input becomes its standard input; what it says goes beside the output, into a file ending in .log */
    public static Cli piped(Path input, Path output, String... arguments) {
        return start(Optional.of(input), output, arguments);
    }

    private static Cli start(Optional<Path> input, Path output, String... arguments) {
        Path target = SampleFootage.repositoryRoot().resolve("cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                jar(target) + ":" + target.resolve("lib") + "/*",
                "io.dayreel.cli.Dayreel"));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
            if (input.isPresent()) {
                Path messages = output.resolveSibling(output.getFileName() + ".log");
                builder.redirectInput(input.get().toFile()).redirectError(messages.toFile());
                return new Cli(builder.start(), messages);
            }
            return new Cli(builder.redirectErrorStream(true).start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start dayreel", e);
        }
    }

    /** Waits until it ends. @throws AssertionError with its output if it does not in time or fails */
    public void succeedsWithin(Duration limit) throws InterruptedException {
        int status = endsWithin(limit);
        if (status != 0) {
            throw new AssertionError("exit status " + status + ":\n" + text());
        }
    }

    /** Waits until it ends. @return its exit status @throws AssertionError with its output if it does not in time */
    public int endsWithin(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + limit + ":\n" + text());
        }
        return process.exitValue();
    }

    /** Ends it at once, as a power cut does. */
    public void kill() {
        process.destroyForcibly();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    public String text() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException("no output " + output, e);
        }
    }

    private static Path jar(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("cli-[0-9].*(?<!sources|tests)\\.jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("no cli in " + target + ": ./mvnw -DskipTests package"));
        } catch (IOException e) {
            throw new UncheckedIOException("no cli in " + target + ": ./mvnw -DskipTests package", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
