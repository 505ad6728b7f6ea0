package io.dayreel.systemtests.device;

import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            return new Cli(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start dayreel", e);
        }
    }

    /** Waits until it ends. @throws AssertionError with its output if it does not in time or fails */
    public void succeedsWithin(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + limit + ":\n" + text());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("exit status " + process.exitValue() + ":\n" + text());
        }
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
