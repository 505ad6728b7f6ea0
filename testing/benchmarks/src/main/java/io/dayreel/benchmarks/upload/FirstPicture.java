package io.dayreel.benchmarks.upload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A viewer who waits for a video to begin, as a player does: asks for its playlist, then for its first segment. */
public final class FirstPicture {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final URI playlist;
    private final String token;

    public FirstPicture(URI streamer, String video, String token) {
        this.playlist = streamer.resolve("/v1/devices/" + video + "/hls/past/v0.m3u8?day=video");
        this.token = token;
    }

    /** Returns once the first segment's bytes are here. */
    public void await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            HttpResponse<byte[]> answer = get(playlist);
            if (answer.statusCode() == 200) {
                URI segment = new String(answer.body(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .findFirst()
                        .map(line -> answer.uri().resolve(line))
                        .orElse(null);
                if (segment != null && get(segment).statusCode() == 200) {
                    return;
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IOException("nothing to watch after " + LIMIT + ": " + playlist);
    }

    private HttpResponse<byte[]> get(URI address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + token)
                        .timeout(LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
