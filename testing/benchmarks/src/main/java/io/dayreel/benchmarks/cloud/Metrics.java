package io.dayreel.benchmarks.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** One reading of a service's metrics in Prometheus' text format. */
public final class Metrics {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<String> lines;

    private Metrics(List<String> lines) {
        this.lines = lines;
    }

    static Metrics read(HttpClient http, URI service) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(service.resolve("/q/metrics"))
                            .timeout(LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Metrics(answer.body().lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics at " + service, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Sum of a metric over all of its labels; 0 if there is none. */
    public double sum(String name) {
        return sumOf(name, "");
    }

    /** As {@link #sum}, where the labels contain some text. */
    public double sumOf(String name, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
