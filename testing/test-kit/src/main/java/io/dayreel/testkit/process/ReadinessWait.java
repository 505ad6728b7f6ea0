package io.dayreel.testkit.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;

/** Waits for one start of a process: polls what its readiness names until it holds, the process ends or time is up. */
final class ReadinessWait {
    private static final long POLL_MILLIS = 50;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    private final ServiceCommand command;
    private final Process process;
    private final long outputBefore;

    ReadinessWait(ServiceCommand command, Process process, long outputBefore) {
        this.command = command;
        this.process = process;
        this.outputBefore = outputBefore;
    }

    /** Returns the match of a log line, or null for a probe over HTTP. */
    MatchResult await() {
        if (command.readiness() instanceof Readiness.LogLine line) {
            Matcher[] found = new Matcher[1];
            poll(() -> {
                Matcher matcher = line.pattern().matcher(OutputFile.from(command.output(), outputBefore));
                found[0] = matcher;
                return matcher.find();
            });
            return found[0].toMatchResult();
        }
        URI address = ((Readiness.HttpOk) command.readiness()).address();
        HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build();
        poll(() -> answersOk(client, address));
        return null;
    }

    private void poll(Condition ready) {
        long deadline = System.nanoTime() + command.readyLimit().toNanos();
        try {
            while (!ready.holds()) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError(
                            command.name() + " ended with status " + process.exitValue() + " before it was ready");
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(command.name() + " was not ready within "
                            + command.readyLimit().toSeconds() + " s (" + command.readiness() + ")");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command.name(), e);
        }
    }

    private static boolean answersOk(HttpClient client, URI address) throws InterruptedException {
        try {
            HttpRequest probe =
                    HttpRequest.newBuilder(address).timeout(PROBE_LIMIT).build();
            int status =
                    client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException notYet) {
            return false;
        }
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }
}
