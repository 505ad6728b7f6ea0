package io.dayreel.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What processes have used so far, from Linux' {@code /proc}. */
public final class ProcessUse {
    /** What {@code /proc} counts in, the same on all Linux machines. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int CHILDREN_USER_TIME = 13;

    private ProcessUse() {}

    /** Seconds of CPU of one process, in user and system mode, over all of its threads. */
    public static double cpuSeconds(long pid) {
        return seconds(pid, USER_TIME);
    }

    /** Seconds of CPU of all processes that one started and that have ended, and of theirs. */
    public static double childrenCpuSeconds(long pid) {
        return seconds(pid, CHILDREN_USER_TIME);
    }

    /** @param field of user time; system time is the next one */
    private static double seconds(long pid, int field) {
        String stat = read(pid, "stat");
        // The name in parentheses may hold anything; the fields after it are numbers.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS_PER_SECOND;
    }

    /** Resident memory in MiB. */
    public static double residentMib(long pid) {
        return read(pid, "status")
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0)
                / 1024.0;
    }

    /** {@link #cpuSeconds} of each, by name. */
    public static Map<String, Double> cpuSeconds(Map<String, Long> pids) {
        Map<String, Double> all = new LinkedHashMap<>();
        pids.forEach((name, pid) -> all.put(name, cpuSeconds(pid)));
        return all;
    }

    /** What each used between two readings. */
    public static Map<String, Double> between(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> all = new LinkedHashMap<>();
        before.forEach((name, seconds) -> all.put(name, after.get(name) - seconds));
        return all;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }
}
