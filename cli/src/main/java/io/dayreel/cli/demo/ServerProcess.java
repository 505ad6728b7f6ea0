package io.dayreel.cli.demo;

import io.dayreel.cli.source.CaptureException;
import io.dayreel.cli.source.FfmpegProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Standalone as a child process. What it prints goes into {@code server.log} of its data directory. */
final class ServerProcess implements AutoCloseable {
    private static final long READY_TIMEOUT_SECONDS = 120;
    private static final long POLL_MILLIS = 200;
    private static final long STOP_SECONDS = 12;
    private static final int SHOWN_LINES = 12;

    private final Process process;
    private final Path log;
    private final URI health;

    private ServerProcess(Process process, Path log, URI health) {
        this.process = process;
        this.log = log;
        this.health = health;
    }

    /** @param jar standalone's quarkus-run.jar */
    static ServerProcess start(Path jar, String host, int port, Path data) throws IOException {
        if (!Files.isReadable(jar)) {
            throw new IOException("standalone is not built: " + jar + " is missing. Start the demo with ./dayreel demo,"
                    + " which builds it");
        }
        Files.createDirectories(data);
        Path log = data.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--host",
                host,
                "--port",
                String.valueOf(port),
                "--data",
                data.toString());
        nameFfmpeg(builder.environment());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return new ServerProcess(
                builder.start(), log, URI.create("http://" + reachable + ":" + port + "/q/health/ready"));
    }

    /** Thumbnails are decoded by the same program that the camera's pictures come from. */
    private static void nameFfmpeg(Map<String, String> environment) {
        try {
            String program = FfmpegProgram.locate(environment).executable().toString();
            environment.putIfAbsent("DAYREEL_STREAMER_FFMPEG", program);
        } catch (CaptureException none) {
            environment.putIfAbsent("DAYREEL_STREAMER_FFMPEG", "ffmpeg");
        }
    }

    /** Waits until it serves. @throws IOException with the end of its log if it stopped instead */
    void awaitReady() throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request =
                HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_TIMEOUT_SECONDS);
        while (!isReady(client, request)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "the server stopped while starting; its last words in " + log + ":\n" + lastLines());
            }
            if (System.nanoTime() > until) {
                throw new IOException("the server was not ready within " + READY_TIMEOUT_SECONDS + " s; see " + log);
            }
        }
    }

    private static boolean isReady(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits up to the time for it to stop by itself. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    Path log() {
        return log;
    }

    /** Stops it as SIGTERM does, and hard if it takes longer than 12 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
