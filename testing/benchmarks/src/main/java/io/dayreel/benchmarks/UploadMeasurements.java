package io.dayreel.benchmarks;

import io.dayreel.benchmarks.baseline.Nginx;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.process.MemoryWatch;
import io.dayreel.benchmarks.process.ProcessUse;
import io.dayreel.benchmarks.report.Spread;
import io.dayreel.benchmarks.report.Table;
import io.dayreel.benchmarks.upload.Film;
import io.dayreel.benchmarks.upload.FirstPicture;
import io.dayreel.benchmarks.upload.PartSender;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Uploaded videos: how fast parts are taken, beside nginx that writes the same files to the same disk; how soon the first
 * part can be watched; and what ten uploads at once do to the memory.
 */
final class UploadMeasurements {
    private static final long PART_BYTES = 12_000_000;
    private static final int LANES = 4;
    private static final int SENDERS = 10;
    private static final long MEMORY_LIMIT_MINUTES = 9;

    private final Bench bench;
    private final PartSender sender;

    UploadMeasurements(Bench bench) {
        this.bench = bench;
        this.sender = new PartSender(bench.installation().uploaderToken());
    }

    String measure() throws IOException, InterruptedException {
        bench.progress("making a film");
        Film film = Film.make(bench.directory().resolve("film"), bench.plan().filmBytes(), PART_BYTES);
        bench.progress("uploads beside nginx");
        String throughput = besideNginx(film);
        bench.awaitQuiet();
        bench.progress("first picture");
        String first = firstPicture(film.parts().get(0));
        bench.awaitQuiet();
        bench.progress("ten uploads at once");
        return throughput + first + memory(film);
    }

    private String besideNginx(Film film) throws IOException {
        Optional<Nginx> nginx = Nginx.storing(bench.directory());
        if (nginx.isEmpty()) {
            return "Uploads beside nginx: not measured, there is no nginx on this machine\n\n";
        }
        try (Nginx disk = nginx.get()) {
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            Map<String, Double> cpu = new LinkedHashMap<>();
            for (int round = -1; round < bench.plan().repeats(); round++) {
                String name = "film" + (round + 1);
                Map<String, Double> before = cpuSeconds();
                double our = megabytesPerSecond(film, "POST", number -> part(name, number));
                bench.awaitQuiet();
                Map<String, Double> used = ProcessUse.between(before, cpuSeconds());
                double their = megabytesPerSecond(
                        film, "PUT", number -> disk.address().resolve("/" + name + "/" + number + ".mp4"));
                if (round >= 0) {
                    used.forEach((process, seconds) -> cpu.merge(process, seconds, Double::sum));
                    ours.add(our);
                    theirs.add(their);
                    ratios.add(our / their);
                }
            }
            Table table = new Table(
                    String.format(
                            Locale.ROOT,
                            "%d parts, %.0f MB, %d at a time",
                            film.parts().size(),
                            film.bytes() / 1e6,
                            LANES),
                    "MB/s");
            table.row(
                            "Dayreel: read by ffmpeg, confirmed by Kafka",
                            spread(ours).text(0))
                    .row("nginx, PUT into files", spread(theirs).text(0));
            Spread ratio = spread(ratios);
            return table + "\nratio " + ratio.text(2) + " (goal 0.7, " + (ratio.median() >= 0.7 ? "met" : "missed")
                    + ")\n\n"
                    + perGigabyte(cpu, film.bytes() * (double) bench.plan().repeats());
        }
    }

    /** What each process has used so far, and what ingest started. */
    private Map<String, Double> cpuSeconds() {
        Map<String, Double> all = ProcessUse.cpuSeconds(bench.installation().pids());
        all.put(
                "all of ffmpeg",
                ProcessUse.childrenCpuSeconds(bench.installation().pid(Service.INGEST)));
        all.put("the sender", ProcessUse.cpuSeconds(ProcessHandle.current().pid()));
        return all;
    }

    private static String perGigabyte(Map<String, Double> cpu, double bytes) {
        Table table = new Table("process", "processor seconds for a gigabyte, until all is quiet");
        cpu.forEach(
                (process, seconds) -> table.row(process, String.format(Locale.ROOT, "%.1f", seconds / bytes * 1e9)));
        return table + "\n";
    }

    private double megabytesPerSecond(Film film, String method, PartSender.Address address) {
        long begin = System.nanoTime();
        sender.send(film.parts(), method, address, LANES);
        return film.bytes() / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }

    private String firstPicture(Path part) throws IOException, InterruptedException {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round <= bench.plan().repeats(); round++) {
            String video = "first" + round;
            FirstPicture viewer = new FirstPicture(
                    bench.installation().address(Service.STREAMER),
                    video,
                    bench.installation().viewerToken());
            long begin = System.nanoTime();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> sender.send(List.of(part), "POST", number -> part(video, number), 1));
            viewer.await();
            seconds.add((System.nanoTime() - begin) / 1e9);
            sending.orTimeout(1, TimeUnit.MINUTES).join();
        }
        Spread spread = spread(seconds.subList(1, seconds.size()));
        return "From the first byte of a first part of 12 MB (8 s) until a viewer has the key frame that it begins with:"
                + " " + spread.text(2) + " s (goal 3, " + (spread.median() < 3 ? "met" : "missed") + ")\n\n";
    }

    private String memory(Film film) throws InterruptedException {
        List<Path> parts = new ArrayList<>();
        for (long bytes = 0; bytes < bench.plan().uploadBytes(); bytes += film.bytes()) {
            parts.addAll(film.parts());
        }
        try (MemoryWatch watch = MemoryWatch.of(
                bench.installation().pid(Service.INGEST), bench.installation().pids())) {
            long begin = System.nanoTime();
            CompletableFuture<?>[] all = new CompletableFuture<?>[SENDERS];
            for (int i = 0; i < SENDERS; i++) {
                String video = "wide" + i;
                all[i] = CompletableFuture.runAsync(
                        () -> sender.send(parts, "POST", number -> part(video, number), 1), UploadMeasurements::begin);
            }
            CompletableFuture.allOf(all)
                    .orTimeout(MEMORY_LIMIT_MINUTES, TimeUnit.MINUTES)
                    .join();
            double seconds = (System.nanoTime() - begin) / 1e9;
            double megabytes = (double) SENDERS * parts.size() / film.parts().size() * film.bytes() / 1e6;
            return String.format(
                            Locale.ROOT,
                            "%d uploads at once, %.0f MB in all, %.0f s, %.0f MB/s. Memory:%n%n",
                            SENDERS,
                            megabytes,
                            seconds,
                            megabytes / seconds)
                    + watch.report();
        }
    }

    private static void begin(Runnable task) {
        new Thread(task, "dayreel-bench-upload").start();
    }

    private URI part(String video, int number) {
        return bench.installation().address(Service.INGEST).resolve("/v1/upload/" + video + "?segment=" + number);
    }

    private static Spread spread(List<Double> values) {
        return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
