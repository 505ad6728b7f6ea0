package io.dayreel.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * How busy the machine is, and how much of that is this measurement: figures that were taken while others were busy too
 * say less. From Linux' {@code /proc}.
 *
 * @param nanos when
 * @param busySeconds of all cores together since the machine started
 * @param ownSeconds used by this process and those that it started and that still run
 */
public record MachineUse(long nanos, double busySeconds, double ownSeconds) {
    private static final double TICKS_PER_SECOND = 100;

    /** As it is now. */
    public static MachineUse now() {
        double own = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .mapToDouble(process -> ofProcess(process.pid()))
                .sum();
        return new MachineUse(System.nanoTime(), busy(), own);
    }

    /** Share of all cores, 0–1, that others used since an earlier reading; children must be the same at both. */
    public double othersSince(MachineUse before) {
        double seconds = (nanos - before.nanos) / 1e9 * Runtime.getRuntime().availableProcessors();
        double others = busySeconds - before.busySeconds - (ownSeconds - before.ownSeconds);
        return Math.max(0, Math.min(1, others / seconds));
    }

    private static double ofProcess(long pid) {
        try {
            return ProcessUse.cpuSeconds(pid);
        } catch (UncheckedIOException gone) {
            return 0;
        }
    }

    private static double busy() {
        try {
            // cpu user nice system idle iowait irq softirq steal …
            String[] fields =
                    Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split(" +");
            double ticks = 0;
            for (int i = 1; i <= 8; i++) {
                ticks += i == 4 || i == 5 ? 0 : Double.parseDouble(fields[i]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("no figures of this machine", e);
        }
    }
}
