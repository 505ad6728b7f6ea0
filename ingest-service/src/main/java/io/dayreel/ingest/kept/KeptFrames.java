package io.dayreel.ingest.kept;

import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the sync service and the indexer what the installation already holds of a device's days. Who does not answer in
 * time counts as holding nothing: the device then sends again, and repeats do no harm (I2).
 */
public final class KeptFrames {
    private static final LogEvents LOG = LogEvents.of(KeptFrames.class);

    /** Asks one service about one day; fails or gives nothing if it does not know. */
    @FunctionalInterface
    public interface DayQuestion<T> {
        CompletableFuture<Optional<T>> ask(DeviceId device, Day day);
    }

    private final DayQuestion<ReceivedDay> sync;
    private final DayQuestion<DaySegments> indexer;

    public KeptFrames(DayQuestion<ReceivedDay> sync, DayQuestion<DaySegments> indexer) {
        this.sync = sync;
        this.indexer = indexer;
    }

    /** What is held of some days. Never fails. */
    public CompletableFuture<KeptDays> of(DeviceId device, Set<Day> days) {
        Map<Day, CompletableFuture<Optional<ReceivedDay>>> received = new HashMap<>();
        days.forEach(day -> received.put(day, orNothing("sync", device, sync.ask(device, day))));
        return archived(device, days).thenCombine(all(received), (kept, answers) -> {
            answers.forEach((day, answer) -> answer.ifPresent(
                    found -> found.runs().forEach(run -> kept.addReceived(day, run.run(), run.ranges()))));
            return kept;
        });
    }

    /** Whether both services answer at present, whatever they say. Never fails, and logs nothing. */
    public CompletableFuture<Boolean> isAnswered(DeviceId device, Day day) {
        return sync.ask(device, day)
                .thenCombine(indexer.ask(device, day), (received, segments) -> true)
                .exceptionally(failure -> false);
    }

    /** What is archived of some days. Never fails. */
    public CompletableFuture<KeptDays> archived(DeviceId device, Set<Day> days) {
        Map<Day, CompletableFuture<Optional<DaySegments>>> segments = new HashMap<>();
        days.forEach(day -> segments.put(day, orNothing("indexer", device, indexer.ask(device, day))));
        return all(segments).thenApply(answers -> {
            KeptDays kept = new KeptDays();
            answers.forEach((day, answer) -> answer.ifPresent(found -> add(kept, found)));
            return kept;
        });
    }

    private static void add(KeptDays kept, DaySegments found) {
        for (SegmentRecord.Announced segment : found.segments()) {
            segment.runs().forEach(run -> kept.addArchived(found.day(), run.run(), run.ranges()));
        }
    }

    private static <T> CompletableFuture<Optional<T>> orNothing(
            String service, DeviceId device, CompletableFuture<Optional<T>> answer) {
        return answer.exceptionally(failure -> {
            LOG.warn("kept-frames-unknown", "device", device, "service", service, "reason", failure.getMessage());
            return Optional.empty();
        });
    }

    private static <T> CompletableFuture<Map<Day, T>> all(Map<Day, CompletableFuture<T>> answers) {
        return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<Day, T> result = new HashMap<>();
                    answers.forEach((day, answer) -> result.put(day, answer.join()));
                    return result;
                });
    }

    /** Counters held, by day and run. Complete once it is handed out, and then only read. */
    public static final class KeptDays {
        private record Run(Day day, int run) {}

        private final Map<Run, CounterRanges> received = new HashMap<>();
        private final Map<Run, CounterRanges> archived = new HashMap<>();

        private void addReceived(Day day, int run, CounterRanges ranges) {
            received.computeIfAbsent(new Run(day, run), absent -> new CounterRanges())
                    .addAll(ranges);
        }

        private void addArchived(Day day, int run, CounterRanges ranges) {
            archived.computeIfAbsent(new Run(day, run), absent -> new CounterRanges())
                    .addAll(ranges);
        }

        public CounterRanges received(Day day, int run) {
            return received.getOrDefault(new Run(day, run), new CounterRanges());
        }

        public CounterRanges archived(Day day, int run) {
            return archived.getOrDefault(new Run(day, run), new CounterRanges());
        }

        /** Whether a frame at or above a counter is held. */
        public boolean holdsFrom(Day day, int run, long counter) {
            return reaches(received(day, run), counter) || reaches(archived(day, run), counter);
        }

        private static boolean reaches(CounterRanges ranges, long counter) {
            return !ranges.isEmpty() && ranges.last() >= counter;
        }
    }
}
