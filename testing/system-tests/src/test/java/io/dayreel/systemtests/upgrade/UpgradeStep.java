package io.dayreel.systemtests.upgrade;

import java.time.Duration;
import java.util.List;

/**
 * One instance that was replaced.
 *
 * @param what was done to whom
 * @param stopped how long it took to stop
 * @param ready how long it took to start again
 * @param waits the longest wait of each viewer for a new frame meanwhile, longest first
 * @param reconnected connections that devices made meanwhile
 */
public record UpgradeStep(String what, Duration stopped, Duration ready, List<Duration> waits, int reconnected) {
    public UpgradeStep {
        waits = List.copyOf(waits);
    }

    /** Of all viewers, without the time between two pictures. */
    public Duration longestWait() {
        return waits.get(0).minus(DeviceFleet.BETWEEN_PICTURES);
    }

    static String header() {
        return """
                | step | stops in (s) | ready after (s) | longest stall (s) | median of viewers (s) | devices that connected again |
                | --- | --- | --- | --- | --- | --- |""";
    }

    String row() {
        return "| %s | %.1f | %.1f | %.2f | %.2f | %d |"
                .formatted(
                        what,
                        seconds(stopped),
                        seconds(ready),
                        seconds(longestWait()),
                        seconds(waits.get(waits.size() / 2).minus(DeviceFleet.BETWEEN_PICTURES)),
                        reconnected);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
