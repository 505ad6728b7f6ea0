package io.dayreel.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;

/**
 * One service as a process of its own, which a test may kill, freeze and start again. The test owns and closes it; it is
 * killed with the test's JVM in any case. Its output goes to one file over all starts, and the file's end is part of
 * every error message.
 *
 * <p>Not thread-safe: one thread drives it.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

    /** What Kubernetes gives a pod that is told to stop before it kills it. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private static final int TAIL_LINES = 60;

    private final ServiceCommand command;
    private final Thread killAtExit;
    private Process process;
    private MatchResult readyMatch;

    private ServiceProcess(ServiceCommand command) {
        this.command = command;
        this.killAtExit = new Thread(this::destroy, "dayreel-testkit-kill-" + command.name());
    }

    /** Starts the process and returns once it is ready; kills it and fails with its output's end if that takes too long. */
    static ServiceProcess start(ServiceCommand command) {
        ServiceProcess service = new ServiceProcess(command);
        Runtime.getRuntime().addShutdownHook(service.killAtExit);
        service.launch();
        return service;
    }

    /** Starts it again with the same arguments and environment, after it was killed, stopped or ended by itself. */
    public void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(command.name() + " still runs: kill or stop it before restarting it");
        }
        launch();
    }

    private void launch() {
        long outputBefore = outputSize();
        try {
            ProcessBuilder builder = new ProcessBuilder(command.commandLine())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(command.output().toFile()));
            command.workingDirectory().ifPresent(directory -> builder.directory(directory.toFile()));
            builder.environment().putAll(command.environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.name(), e);
        }
        try {
            readyMatch = new ReadinessWait(command, process, outputBefore).await();
        } catch (AssertionError notReady) {
            destroy();
            throw new AssertionError(notReady.getMessage() + "\n" + outputTail(), notReady);
        }
    }

    /** SIGKILL, as a crash: no hook runs. Returns when the process is gone. */
    public void kill9() {
        destroy();
        awaitEnd(KILL_LIMIT);
    }

    /** SIGTERM; returns the exit status, or fails (and kills) if the process has not ended within 30 s. */
    public int stop() {
        return stop(STOP_LIMIT);
    }

    /** As {@link #stop()}, with a limit of its own for what may take longer. */
    public int stop(Duration limit) {
        process.destroy();
        awaitEnd(limit);
        return process.exitValue();
    }

    /** SIGSTOP: the process stands still, its connections stay open. */
    public void suspend() {
        signal("STOP");
    }

    /** SIGCONT: the process goes on, not knowing that it stood still. */
    public void resume() {
        signal("CONT");
    }

    /** True until the process has ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The operating system's number of the running process. */
    public long pid() {
        return process.pid();
    }

    /** What the readiness pattern matched at the latest start, with its groups; for HTTP readiness an error. */
    public MatchResult readyMatch() {
        if (readyMatch == null) {
            throw new IllegalStateException(command.name() + " is not awaited by a log line");
        }
        return readyMatch;
    }

    /** File with standard output and error of all starts. */
    public Path output() {
        return command.output();
    }

    /** The last lines of the output, for error messages. */
    public String outputTail() {
        return "--- end of " + command.output() + "\n" + OutputFile.tail(command.output(), TAIL_LINES) + "\n---";
    }

    /** Resident memory in KiB, from {@code /proc}; Linux only. */
    public long residentKib() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("no memory figures of " + command.name(), e);
        }
    }

    /** Kills the process if it still runs. */
    @Override
    public void close() {
        kill9();
        try {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (IllegalStateException jvmIsStopping) {
            return;
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("/bin/kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("SIG" + name + " did not reach " + command.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while signalling " + command.name(), e);
        }
    }

    private void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                destroy();
                throw new AssertionError(
                        command.name() + " has not ended within " + limit.toSeconds() + " s\n" + outputTail());
            }
        } catch (InterruptedException e) {
            destroy();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of " + command.name(), e);
        }
    }

    private void destroy() {
        Process current = process;
        if (current != null) {
            current.descendants().forEach(ProcessHandle::destroyForcibly);
            current.destroyForcibly();
        }
    }

    private long outputSize() {
        return command.output().toFile().length();
    }
}
