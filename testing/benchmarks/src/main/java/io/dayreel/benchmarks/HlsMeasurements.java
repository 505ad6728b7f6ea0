package io.dayreel.benchmarks;

import io.dayreel.benchmarks.baseline.Nginx;
import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Metrics;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.hls.Downloads;
import io.dayreel.benchmarks.hls.LiveViewers;
import io.dayreel.benchmarks.hls.RecordedDay;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.report.Spread;
import io.dayreel.benchmarks.report.Table;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.HdrHistogram.Histogram;

/**
 * HLS: the playlist of a whole day, media beside nginx that has the same bytes in its cache, seeks into the archive, and
 * what five hundred viewers of one live stream cost.
 */
final class HlsMeasurements {
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final int PLAYLISTS = 40;
    private static final int SEEKS = 400;
    private static final int NGINX_ROUNDS = 60;
    private static final int VIEWERS = 500;

    private final Bench bench;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    HlsMeasurements(Bench bench) {
        this.bench = bench;
        this.token = bench.installation().viewerToken();
    }

    String measure() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        bench.progress("a day's playlist");
        text.append(day());
        bench.progress("media beside nginx");
        text.append(besideNginx());
        bench.progress("viewers");
        text.append(viewers());
        return text.toString();
    }

    /** A day at a picture a second, each a key frame: 86 400 groups of pictures in 14 400 segments. */
    private String day() throws IOException, InterruptedException {
        Day day = new Day(bench.day() - 2);
        Camera camera = Camera.of(CameraSettings.of(Installation.TENANT, "wholeday", day.toString())
                .videoOnly()
                .withVideo(1, 8_000, 1));
        new RecordedDay(bench.installation(), camera).send(Duration.ofDays(1));
        URI playlist = streamer("/v1/devices/wholeday/hls/past/v1.m3u8?day=" + day);
        long segments = await(playlist, 14_000);
        bench.awaitQuiet();
        List<Double> millis = new ArrayList<>();
        int packed = 0;
        int plain = 0;
        for (int i = 0; i < PLAYLISTS; i++) {
            String from = day.start().plusMillis(i + 1).toString();
            URI fresh = streamer("/v1/devices/wholeday/hls/past/v1.m3u8?from=" + from + "&to="
                    + day.next().start());
            long begin = System.nanoTime();
            HttpResponse<byte[]> answer = get(fresh, "gzip");
            millis.add((System.nanoTime() - begin) / 1e6);
            packed = answer.body().length;
            plain = unpacked(answer.body());
        }
        Spread warm = Spread.of(millis.subList(PLAYLISTS / 2, PLAYLISTS).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
        return "Playlist of a day: " + segments + " segments, made anew for each question and led to its revision, "
                + warm.text(1) + " ms (goal 50, " + (warm.median() < 50 ? "met" : "missed") + "), " + plain / 1000
                + " kB, compressed " + packed / 1000 + " kB (goal 300, " + (packed < 300_000 ? "met" : "missed")
                + ")\n\n";
    }

    private static int unpacked(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes().length;
        }
    }

    private String besideNginx() throws IOException, InterruptedException {
        Day day = new Day(bench.day() - 1);
        Camera camera = Camera.of(CameraSettings.of(Installation.TENANT, "archive", day.toString())
                .withVideo(25, Fleet.BITS_PER_SECOND, 50));
        new RecordedDay(bench.installation(), camera).send(Duration.ofMinutes(10));
        URI playlist = streamer("/v1/devices/archive/hls/past/v1.m3u8?day=" + day);
        await(playlist, 90);
        List<URI> all = segments(playlist);
        bench.awaitQuiet();
        String seeks = seeks(all);
        List<URI> few = all.subList(0, 24);
        Optional<Nginx> nginx = Nginx.caching(bench.directory(), streamer("/"));
        if (nginx.isEmpty()) {
            return seeks + "Media beside nginx: not measured, there is no nginx on this machine\n\n";
        }
        try (Nginx edge = nginx.get();
                Downloads downloads = new Downloads(token)) {
            List<URI> atEdge = few.stream()
                    .map(each -> edge.address().resolve(each.getRawPath()))
                    .toList();
            awaitEdge(atEdge.get(0));
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            downloads.megabytesPerSecond(few, 2);
            downloads.megabytesPerSecond(atEdge, 2);
            for (int round = 0; round < bench.plan().repeats(); round++) {
                ours.add(downloads.megabytesPerSecond(few, NGINX_ROUNDS));
                theirs.add(downloads.megabytesPerSecond(atEdge, NGINX_ROUNDS));
                ratios.add(ours.get(round) / theirs.get(round));
            }
            Spread ratio = spread(ratios);
            Table table = new Table("segments of 6 s from memory, 8 connections", "MB/s");
            table.row("Dayreel", spread(ours).text(0))
                    .row("nginx, proxy_cache", spread(theirs).text(0));
            return seeks + table + "\nratio " + ratio.text(2) + " (goal 0.7, "
                    + (ratio.median() >= 0.7 ? "met" : "missed") + ")\n\n";
        }
    }

    /** From the request to the first byte of a segment that nobody asked for before. */
    private String seeks(List<URI> segments) throws IOException, InterruptedException {
        Histogram micros = new Histogram(3);
        Random random = new Random(1);
        for (int i = 0; i < Math.min(SEEKS, segments.size()); i++) {
            URI segment = segments.get(random.nextInt(segments.size()));
            long begin = System.nanoTime();
            HttpResponse<InputStream> answer =
                    http.send(request(segment, "identity"), HttpResponse.BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                int first = body.read();
                micros.recordValue((System.nanoTime() - begin) / 1000);
                if (first < 0 || answer.statusCode() != 200) {
                    throw new IOException(answer.statusCode() + " for " + segment);
                }
                body.readAllBytes();
            }
        }
        return String.format(
                Locale.ROOT,
                "First byte of a segment out of the archive (%s): p50 %.1f ms, p99 %.1f ms (goal 100)%n%n",
                bench.installation().storeText(),
                micros.getValueAtPercentile(50) / 1000.0,
                micros.getValueAtPercentile(99) / 1000.0);
    }

    private String viewers() throws IOException, InterruptedException {
        Fleet fleet = new Fleet(bench.installation(), "thin", bench.day());
        Duration time = bench.plan().latency();
        Thread sending = sending(fleet.paced(1, 0, Duration.ofSeconds(1), time.plusSeconds(25)));
        URI playlist = streamer("/v1/devices/thin-000/hls/live/v1.m3u8");
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (get(playlist, "identity").statusCode() != 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no live playlist after " + KNOWN_WITHIN);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        try (LiveViewers viewers = new LiveViewers(playlist, token, VIEWERS)) {
            viewers.watch(Duration.ofSeconds(5));
            Metrics before = bench.installation().metrics(Service.STREAMER);
            LiveViewers.Figures figures = viewers.watch(time);
            Metrics after = bench.installation().metrics(Service.STREAMER);
            double reads =
                    after.sum("dayreel_streamer_media_reads_total") - before.sum("dayreel_streamer_media_reads_total");
            return String.format(
                    Locale.ROOT,
                    "%d viewers of one live stream for %d s: %d parts, fetched %d times (%d failed), %.0f reads: %.2f a part%n",
                    VIEWERS,
                    time.toSeconds(),
                    figures.parts(),
                    figures.fetched(),
                    figures.failed(),
                    reads,
                    reads / Math.max(1, figures.parts()));
        } finally {
            sending.interrupt();
        }
    }

    private Thread sending(LoadOrder order) {
        Thread thread = new Thread(
                () -> {
                    try {
                        bench.load().run(order, () -> bench.progress("the camera sends"));
                    } catch (InterruptedException enough) {
                        bench.progress("the camera stops");
                    }
                },
                "dayreel-bench-camera");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private long await(URI playlist, long atLeast) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        long segments = 0;
        String answer = "";
        while (segments < atLeast) {
            if (System.nanoTime() > deadline) {
                String said = answer.substring(0, Math.min(500, answer.length()));
                throw new IOException(segments + " segments after " + KNOWN_WITHIN + ": " + playlist + ": " + said);
            }
            LockSupport.parkNanos(LOOK.toNanos());
            answer = text(get(playlist, "identity"));
            segments = answer.lines().filter(line -> line.startsWith("#EXTINF")).count();
        }
        return segments;
    }

    private List<URI> segments(URI playlist) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(playlist, "identity");
        return text(answer)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> answer.uri().resolve(line))
                .toList();
    }

    private void awaitEdge(URI address) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (true) {
            try {
                if (get(address, "identity").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private URI streamer(String path) {
        return bench.installation().address(Service.STREAMER).resolve(path);
    }

    private HttpRequest request(URI address, String encoding) {
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Accept-Encoding", encoding)
                .timeout(REQUEST_LIMIT)
                .build();
    }

    private HttpResponse<byte[]> get(URI address, String encoding) throws IOException, InterruptedException {
        return http.send(request(address, encoding), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
