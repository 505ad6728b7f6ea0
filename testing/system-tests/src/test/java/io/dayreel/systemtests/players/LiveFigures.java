package io.dayreel.systemtests.players;

import io.dayreel.systemtests.players.PlayerPage.Sample;
import io.dayreel.systemtests.players.PlayerPage.Seen;
import io.dayreel.systemtests.players.PlayerPage.Stall;
import java.util.List;
import java.util.Locale;

/**
 * How live looked in a player.
 *
 * @param latencies ms from capture to screen of the pictures that were looked at, rising; by the machine's one clock
 */
record LiveFigures(Seen seen, List<Long> latencies) {
    static final String HEAD = """
            | player | streamers | first picture ms | latency ms, median | p99 | largest | stalls | longest s | in all s | errors |
            |---|---|---|---|---|---|---|---|---|---|""";

    /** @param firstMicros capture time of picture 0 @param microsPerFrame from one picture to the next */
    static LiveFigures of(Seen seen, long firstMicros, long microsPerFrame) {
        return new LiveFigures(
                seen,
                seen.samples().stream()
                        .filter(sample -> sample.number() >= 0)
                        .map(sample -> latency(sample, firstMicros, microsPerFrame))
                        .sorted()
                        .toList());
    }

    private static long latency(Sample sample, long firstMicros, long microsPerFrame) {
        return sample.millis() - (firstMicros + sample.number() * microsPerFrame) / 1000;
    }

    String row(PlayerKind player, String streamers) {
        long longest = seen.stalls().stream().mapToLong(Stall::length).max().orElse(0);
        long all = seen.stalls().stream().mapToLong(Stall::length).sum();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %d | %d | %d | %.1f | %.1f | %d |",
                player,
                streamers,
                seen.firstPicture().map(first -> "" + first.toMillis()).orElse("none"),
                percentile(50),
                percentile(99),
                percentile(100),
                seen.stalls().size(),
                longest / 1e3,
                all / 1e3,
                seen.errors().size());
    }

    private long percentile(int percent) {
        return latencies.isEmpty() ? -1 : latencies.get((latencies.size() - 1) * percent / 100);
    }
}
