package io.dayreel.streamer.timeline;

import static io.dayreel.streamer.timeline.TestTimelines.FIRST_DAY;
import static io.dayreel.streamer.timeline.TestTimelines.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.streamer.timeline.TestTimelines.Place;
import io.dayreel.streamer.timeline.TestTimelines.Sent;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever order frames arrive in, whatever is repeated (with the same or other bytes), lost, archived in whichever
 * segments and held in the tail: a walk over the timeline sees what a model that knows everything says.
 */
class MergeAgainstModelIT {
    private static final int CASES = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Covers({"A5", "A7", "B4"})
    void everyFrameIsSeenOnceInOrderInItsFirstCopy(long seed) throws IOException {
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(seed * 1000 + i);
            List<Sent> all = arrivals(random);
            Map<Place, Long> visible = new HashMap<>();
            all.forEach(sent -> sent.places().forEach(place -> visible.merge(place, sent.offset(), Math::min)));

            List<String> seen = walk(random, all, directory.resolve(seed + "-" + i));

            assertThat(seen).as("seed %d case %d", seed, i).isEqualTo(expected(visible));
        }
    }

    @Test
    void aHoleIsToldWithItsCounters() throws IOException {
        Random random = new Random(5);
        List<Sent> sent = new ArrayList<>();
        sent.add(sent(0, 1, List.of(0L, 1L, 2L), 0));
        sent.add(sent(0, 1, List.of(6L, 7L), 1));
        try (TestTimelines timelines = new TestTimelines(directory.resolve("hole"))) {
            timelines.hold(sent);
            FrameCursor cursor = timelines.open(random);
            List<Optional<Gap>> gaps = new ArrayList<>();

            while (cursor.advance() == FrameCursor.Step.FRAME) {
                gaps.add(cursor.gap());
            }

            assertThat(gaps).hasSize(5);
            assertThat(gaps.get(3).orElseThrow().missing().ranges()).containsExactly(new CounterRange(3, 5));
        }
    }

    private List<Sent> arrivals(Random random) {
        List<Sent> all = new ArrayList<>();
        long offset = 0;
        for (int day = 0; day < 1 + random.nextInt(2); day++) {
            for (int run : List.of(10, 20, 15).subList(0, 1 + random.nextInt(3))) {
                int frames = 5 + random.nextInt(40);
                for (long counter = 0; counter < frames; ) {
                    List<Long> counters = new ArrayList<>();
                    int size = 1 + random.nextInt(6);
                    for (int j = 0; j < size && counter < frames; j++, counter++) {
                        if (random.nextInt(8) > 0) {
                            counters.add(counter);
                        }
                    }
                    if (!counters.isEmpty()) {
                        all.add(sent(day, run, counters, offset++));
                    }
                    if (random.nextInt(5) == 0) {
                        all.add(sent(day, run, List.of((long) random.nextInt(frames)), offset++));
                    }
                }
            }
        }
        return shuffledInWindows(all, random);
    }

    /** Arrival order is offset order, so what moves is what a record holds. */
    private List<Sent> shuffledInWindows(List<Sent> all, Random random) {
        List<Sent> shuffled = new ArrayList<>(all);
        for (int i = 0; i + 1 < shuffled.size(); i++) {
            int other = Math.min(shuffled.size() - 1, i + random.nextInt(6));
            Sent a = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, a);
        }
        List<Sent> renumbered = new ArrayList<>();
        for (int i = 0; i < shuffled.size(); i++) {
            Sent before = shuffled.get(i);
            Place first = before.places().get(0);
            renumbered.add(sent(
                    first.day(),
                    first.run(),
                    before.places().stream().map(Place::counter).toList(),
                    i));
        }
        return renumbered;
    }

    private static List<String> expected(Map<Place, Long> visible) {
        return visible.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Place::day)
                        .thenComparingInt(Place::run)
                        .thenComparingLong(Place::counter)))
                .map(entry -> entry.getKey().day() + "/" + entry.getKey().run() + "/"
                        + entry.getKey().counter() + "@" + entry.getValue())
                .toList();
    }

    /** Archives a random beginning of the offsets in random segments, and holds a random rest in the tail. */
    private List<String> walk(Random random, List<Sent> all, Path place) throws IOException {
        int archivedTo = random.nextInt(all.size() + 1);
        int heldFrom = random.nextInt(archivedTo + 1);
        try (TestTimelines timelines = new TestTimelines(place)) {
            timelines.archive(all.subList(0, archivedTo), random);
            timelines.hold(all.subList(heldFrom, all.size()));
            List<String> seen = new ArrayList<>();
            try (FrameCursor cursor = timelines.open(random)) {
                while (cursor.advance() == FrameCursor.Step.FRAME) {
                    FrameView frame = cursor.frame();
                    seen.add((frame.day() - FIRST_DAY.number()) + "/" + frame.run() + "/" + frame.counter() + "@"
                            + frame.body().getLong());
                }
            }
            return seen;
        }
    }
}
