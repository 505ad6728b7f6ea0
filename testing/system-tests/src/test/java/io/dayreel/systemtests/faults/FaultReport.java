package io.dayreel.systemtests.faults;

import io.dayreel.systemtests.checker.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The summary of a run, as Markdown. */
record FaultReport(List<RoundResult> rounds, Verdict all, String stored) {
    private static final String TABLE = "| %s | %s | %s | %s | %s | %s |%n";

    String text() {
        StringBuilder text = new StringBuilder();
        List<RoundResult> kills = rounds.stream()
                .filter(round -> round.fault().startsWith("kill"))
                .toList();
        text.append("%n| | |%n|---|---|%n".formatted());
        row(text, "rounds", rounds.size());
        row(text, "of these with a kill", kills.size());
        row(
                text,
                "rounds with a problem",
                rounds.stream().filter(round -> !round.problems().isEmpty()).count());
        row(text, "frames acknowledged", all.acknowledged());
        row(text, "acknowledged frames lost", all.lost());
        row(text, "frames played twice", all.doubled());
        row(text, "in the store", stored);
        row(text, "live playback goes on after a kill, s", quantiles(kills, round -> round.recovery()
                .live()));
        row(text, "past opens after a kill, s", quantiles(kills, round -> round.recovery()
                .past()));
        text.append("\n"
                + TABLE.formatted("fault", "rounds", "problems", "live again, s", "past again, s", "process ready, s"));
        text.append(TABLE.formatted("---", "---", "---", "---", "---", "---"));
        byFault()
                .forEach((fault, some) -> text.append(TABLE.formatted(
                        fault,
                        some.size(),
                        some.stream()
                                .filter(round -> !round.problems().isEmpty())
                                .count(),
                        quantiles(some, round -> round.recovery().live()),
                        quantiles(some, round -> round.recovery().past()),
                        quantiles(some, round -> round.recovery().back()))));
        return text.toString();
    }

    private Map<String, List<RoundResult>> byFault() {
        return rounds.stream()
                .collect(Collectors.groupingBy(
                        round -> round.fault()
                                .replaceAll("-service-\\d+", "-service")
                                .replaceAll("clock-.*", "a device"),
                        TreeMap::new,
                        Collectors.toList()));
    }

    private static void row(StringBuilder text, String what, Object value) {
        text.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }

    private static String quantiles(List<RoundResult> rounds, Function<RoundResult, Optional<Duration>> time) {
        List<Double> sorted = rounds.stream()
                .map(time)
                .flatMap(Optional::stream)
                .map(RoundResult::seconds)
                .sorted()
                .toList();
        return sorted.isEmpty()
                ? "–"
                : "p50 %.1f, max %.1f".formatted(sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() - 1));
    }
}
