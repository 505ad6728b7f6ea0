package io.dayreel.ingest.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** One reading of a process's metrics. */
public record Scraped(List<String> lines) {
    public static Scraped from(HttpClient http, int port) throws IOException, InterruptedException {
        return new Scraped(http.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .toList());
    }

    /** Sum of a metric over all labels that contain a text. */
    public double sum(String name, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** UDP packets that were received. */
    public long packets() {
        return (long) sum("dayreel_ingest_udp_packets_total", "");
    }

    /** What of UDP was dropped for a reason. */
    public long dropped(String reason) {
        return (long) sum("dayreel_ingest_udp_dropped_total", "reason=\"" + reason + "\"");
    }
}
