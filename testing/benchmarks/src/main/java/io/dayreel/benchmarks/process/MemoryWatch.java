package io.dayreel.benchmarks.process;

import io.dayreel.benchmarks.report.Table;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads the memory of processes once a second, and of what one of them started. Thread-safe; its owner closes it. */
public final class MemoryWatch implements AutoCloseable {
    private final Map<String, List<Double>> mib = new LinkedHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dayreel-bench-memory");
        thread.setDaemon(true);
        return thread;
    });

    private MemoryWatch() {}

    /** @param parent whose children are a row of their own; @param pids by name */
    public static MemoryWatch of(long parent, Map<String, Long> pids) {
        MemoryWatch watch = new MemoryWatch();
        watch.clock.scheduleAtFixedRate(() -> watch.read(parent, pids), 0, 1, TimeUnit.SECONDS);
        return watch;
    }

    private synchronized void read(long parent, Map<String, Long> pids) {
        pids.forEach((name, pid) -> add(name, ProcessUse.residentMib(pid)));
        add(
                "all of ffmpeg",
                ProcessHandle.of(parent).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToDouble(child -> ofChild(child.pid()))
                        .sum());
    }

    private static double ofChild(long pid) {
        try {
            return ProcessUse.residentMib(pid);
        } catch (UncheckedIOException gone) {
            return 0;
        }
    }

    private void add(String name, double value) {
        mib.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
    }

    /** Means over the first, the middle and the last third of the time, and the most. */
    public synchronized String report() {
        Table table = new Table("process", "first third (MiB)", "middle third (MiB)", "last third (MiB)", "most (MiB)");
        mib.forEach((name, values) -> {
            int third = Math.max(1, values.size() / 3);
            table.row(
                    name,
                    mean(values.subList(0, third)),
                    mean(values.subList(
                            Math.min(third, values.size() - 1), Math.max(third + 1, values.size() - third))),
                    mean(values.subList(values.size() - third, values.size())),
                    text(values.stream().mapToDouble(Double::doubleValue).max().orElse(0)));
        });
        return table + "\n";
    }

    private static String mean(List<Double> values) {
        return text(values.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
