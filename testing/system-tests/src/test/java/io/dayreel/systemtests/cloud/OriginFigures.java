package io.dayreel.systemtests.cloud;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a streamer says in its metrics that it was asked. */
public final class OriginFigures {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI metrics;

    public OriginFigures(URI streamer) {
        this.metrics = streamer.resolve("/q/metrics");
    }

    /** All figures at one moment. */
    public record Reading(String text) {
        /** Requests of standard players that were answered. */
        public long requests(String kind) {
            return sum("dayreel_streamer_hls_requests_seconds_count\\{kind=\"" + kind + "\"}");
        }

        /** Ranges of frames that were read for media. */
        public long mediaReads() {
            return sum("dayreel_streamer_media_reads_total");
        }

        /** Questions whether somebody may watch that were answered with yes. */
        public long accessQuestions() {
            return sum("http_server_requests_seconds_count\\{method=\"GET\",outcome=\"SUCCESS\",status=\"204\","
                    + "uri=\"/v1/devices/\\{device}/access\"}");
        }

        /** Viewers at present. @param protocol websocket or hls */
        public long viewers(String protocol) {
            return sum("dayreel_streamer_viewers" + of(protocol));
        }

        /** Players that said how long their first picture took. */
        public long startups(String protocol) {
            return sum("dayreel_streamer_viewer_startup_seconds_count" + of(protocol));
        }

        /** How long players say that they played. */
        public double playedSeconds(String protocol) {
            return figure("dayreel_streamer_viewer_played_seconds_total" + of(protocol));
        }

        private static String of(String protocol) {
            return "\\{protocol=\"" + protocol + "\"}";
        }

        private long sum(String name) {
            return (long) figure(name);
        }

        private double figure(String name) {
            Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(text);
            double sum = 0;
            while (line.find()) {
                sum += Double.parseDouble(line.group(1));
            }
            return sum;
        }
    }

    public Reading read() {
        try {
            return new Reading(http.send(
                            HttpRequest.newBuilder(metrics).timeout(LIMIT).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException("no figures at " + metrics, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Once requests are no longer being answered: two readings half a second apart that count the same. */
    public Reading settled() {
        Reading[] last = {read()};
        await().pollDelay(Duration.ofMillis(500))
                .pollInterval(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    Reading before = last[0];
                    last[0] = read();
                    return requests(before) == requests(last[0]);
                });
        return last[0];
    }

    private static long requests(Reading reading) {
        return reading.sum("dayreel_streamer_hls_requests_seconds_count\\{kind=\"[^\"]+\"}");
    }
}
