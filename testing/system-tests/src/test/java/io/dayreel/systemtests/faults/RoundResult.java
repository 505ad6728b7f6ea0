package io.dayreel.systemtests.faults;

import io.dayreel.systemtests.checker.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one fault.
 *
 * @param took from the fault to the end of the check
 * @param problems everything that is wrong, the verdict's own included; empty is well
 */
public record RoundResult(
        long seed,
        String fault,
        Duration held,
        Recovery recovery,
        Verdict verdict,
        Duration took,
        List<String> problems) {
    static final Recovery NO_RECOVERY = new Recovery(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * How long after a kill playback went on.
     *
     * @param live until a live viewer saw a frame that was captured after the kill
     * @param past until a stretch of the past opened
     * @param back until the killed process had started again and was ready
     */
    public record Recovery(Optional<Duration> live, Optional<Duration> past, Optional<Duration> back) {}

    public RoundResult {
        problems = List.copyOf(problems);
    }

    /** One line for people. */
    public String line() {
        return "seed %d: %s, held %.1f s: %d acknowledged, %d lost, %d doubled%s%s%s; %.1f s%s"
                .formatted(
                        seed,
                        fault,
                        seconds(held),
                        verdict.acknowledged(),
                        verdict.lost(),
                        verdict.doubled(),
                        shown(", live again after ", recovery.live()),
                        shown(", past after ", recovery.past()),
                        shown(", process ready after ", recovery.back()),
                        seconds(took),
                        problems.isEmpty() ? "" : " FAILED");
    }

    private static String shown(String what, Optional<Duration> time) {
        return time.map(each -> what + String.format(Locale.ROOT, "%.1f s", seconds(each)))
                .orElse("");
    }

    static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
