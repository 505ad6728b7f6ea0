package io.dayreel.benchmarks;

import io.dayreel.benchmarks.process.ProcessUse;
import io.dayreel.benchmarks.report.Table;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What the processes need: time to start, memory, and CPU for nothing. */
final class Footprint {
    private final Bench bench;
    private Map<String, Double> idleCpuShare = Map.of();
    private Map<String, Double> idleMib = Map.of();
    private Map<String, Double> loadedMib = Map.of();

    Footprint(Bench bench) {
        this.bench = bench;
    }

    /** Watches the installation while it has nothing to do. */
    void watchIdle() {
        bench.awaitQuiet();
        Map<String, Double> before = ProcessUse.cpuSeconds(bench.installation().pids());
        LockSupport.parkNanos(bench.plan().idle().toNanos());
        Map<String, Double> used = ProcessUse.between(
                before, ProcessUse.cpuSeconds(bench.installation().pids()));
        double seconds = bench.plan().idle().toMillis() / 1000.0;
        Map<String, Double> shares = new LinkedHashMap<>();
        used.forEach((name, cpu) -> shares.put(name, cpu / seconds));
        idleCpuShare = shares;
        idleMib = resident();
    }

    /** Reads the memory after a load. */
    void readLoaded() {
        loadedMib = resident();
    }

    /** CPU-seconds that the whole installation uses in a second of nothing. */
    double idleCpu() {
        return Bench.total(idleCpuShare);
    }

    private Map<String, Double> resident() {
        Map<String, Double> all = new LinkedHashMap<>();
        bench.installation().pids().forEach((name, pid) -> all.put(name, ProcessUse.residentMib(pid)));
        return all;
    }

    String report() {
        Table table = new Table(
                "process",
                "start until ready (s)",
                "RSS idle (MiB)",
                "RSS after full load (MiB)",
                "CPU idle (% of a core)");
        bench.installation()
                .startSeconds()
                .forEach((name, seconds) -> table.row(
                        name,
                        String.format(Locale.ROOT, "%.1f", seconds),
                        String.format(Locale.ROOT, "%.0f", idleMib.get(name)),
                        String.format(Locale.ROOT, "%.0f", loadedMib.get(name)),
                        String.format(Locale.ROOT, "%.1f", idleCpuShare.get(name) * 100)));
        return table.toString();
    }
}
