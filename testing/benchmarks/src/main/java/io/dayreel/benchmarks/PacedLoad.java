package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.load.FrameSource;
import io.dayreel.benchmarks.load.LoadResult;
import io.dayreel.benchmarks.load.LoadResult.Latency;
import io.dayreel.benchmarks.process.MachineUse;
import io.dayreel.benchmarks.process.ProcessUse;
import io.dayreel.benchmarks.report.Spread;
import io.dayreel.benchmarks.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Cameras that send in real time: what they cost, and how long their frames take. */
final class PacedLoad {
    private static final int REALISTIC_CAMERAS = 20;
    private static final int VIEWERS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final double GOAL_MILLIS = 50;
    private static final int MAX_CAMERAS = 600;

    private final Bench bench;
    private final Footprint footprint;

    PacedLoad(Bench bench, Footprint footprint) {
        this.bench = bench;
        this.footprint = footprint;
    }

    /** CPU per camera-hour at a load that a small installation has. */
    String cameraHours() throws InterruptedException {
        Fleet fleet = new Fleet(bench.installation(), "home", bench.day());
        bench.awaitQuiet();
        Map<String, Double> before = new HashMap<>();
        MachineUse machine = MachineUse.now();
        LoadResult result = bench.load()
                .run(
                        fleet.paced(
                                REALISTIC_CAMERAS,
                                VIEWERS,
                                WARM_UP,
                                bench.plan().fixedLoad()),
                        () -> before.putAll(
                                ProcessUse.cpuSeconds(bench.installation().pids())))
                .result();
        Map<String, Double> used = ProcessUse.between(
                before, ProcessUse.cpuSeconds(bench.installation().pids()));
        double cameraHours = REALISTIC_CAMERAS * result.seconds() / 3600;
        double perHour = Bench.total(used) / cameraHours;
        double idlePerHour = footprint.idleCpu() * result.seconds() / cameraHours;
        Table table = new Table("process", "CPU-s per camera-hour");
        used.forEach((name, cpu) -> table.row(name, String.format(Locale.ROOT, "%.1f", cpu / cameraHours)));
        table.row("all", String.format(Locale.ROOT, "%.1f", perHour));
        table.row("all, less what they use for nothing", String.format(Locale.ROOT, "%.1f", perHour - idlePerHour));
        return String.format(
                        Locale.ROOT,
                        "%d cameras of 2 Mbit/s with sound, 25 pictures/s, %d live viewers, %.0f s: %.1f MB/s, and so %.0f cameras per core; others used %.0f %% of the machine%n%n",
                        REALISTIC_CAMERAS,
                        VIEWERS,
                        result.seconds(),
                        result.megabytesPerSecond(),
                        3600 / perHour,
                        MachineUse.now().othersSince(machine) * 100)
                + table + "\n" + latencies(List.of(result));
    }

    /** Latencies at half of what can be ingested. @param limitMegabytesPerSecond the whole */
    String atHalfOf(double limitMegabytesPerSecond) throws InterruptedException {
        Fleet fleet = new Fleet(bench.installation(), "live", bench.day());
        double perCamera = fleet.source().meanMessageBytes() / 1e6 / (FrameSource.MESSAGE.toMillis() / 1000.0);
        int cameras = (int) Math.max(1, Math.min(MAX_CAMERAS, limitMegabytesPerSecond / 2 / perCamera));
        List<LoadResult> results = new ArrayList<>();
        MachineUse machine = MachineUse.now();
        for (int round = 0; round < bench.plan().repeats(); round++) {
            bench.awaitQuiet();
            LoadResult result = bench.load()
                    .run(fleet.paced(cameras, VIEWERS, WARM_UP, bench.plan().latency()), () -> {})
                    .result();
            bench.progress(String.format(
                    Locale.ROOT,
                    "  %d cameras: acknowledged p99 %.1f ms, viewed p99 %.1f ms",
                    cameras,
                    result.acknowledged().p99(),
                    result.viewed().p99()));
            results.add(result);
        }
        return String.format(
                        Locale.ROOT,
                        "%d cameras, %.1f MB/s, %d live viewers, %d × %d s; others used %.0f %% of the machine%n%n",
                        cameras,
                        cameras * perCamera,
                        VIEWERS,
                        results.size(),
                        bench.plan().latency().toSeconds(),
                        MachineUse.now().othersSince(machine) * 100)
                + latencies(results);
    }

    private static String latencies(List<LoadResult> results) {
        Table table = new Table("ms from the intended time of sending", "p50", "p99", "p99.9", "max", "goal p99 < 50");
        row(table, "to the acknowledgement", results, LoadResult::acknowledged);
        row(table, "to the viewer", results, LoadResult::viewed);
        long skipped = results.stream().mapToLong(LoadResult::skipped).sum();
        return table + (skipped == 0 ? "" : "\nViewers were told " + skipped + " times that they were too slow.\n");
    }

    private static void row(Table table, String name, List<LoadResult> results, Function<LoadResult, Latency> which) {
        Spread p99 = spread(results, which, Latency::p99);
        table.row(
                name,
                spread(results, which, Latency::p50).text(1),
                p99.text(1),
                spread(results, which, Latency::p999).text(1),
                spread(results, which, Latency::max).text(1),
                p99.median() < GOAL_MILLIS ? "met" : "missed");
    }

    private static Spread spread(
            List<LoadResult> results, Function<LoadResult, Latency> which, ToDoubleFunction<Latency> percentile) {
        return Spread.of(results.stream().map(which).mapToDouble(percentile).toArray());
    }
}
