package io.dayreel.streamer.timeline;

import static io.dayreel.streamer.timeline.TestTimelines.FIRST_DAY;
import static io.dayreel.streamer.timeline.TestTimelines.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.timeline.TestTimelines.Place;
import io.dayreel.streamer.timeline.TestTimelines.Sent;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames come late, and segments are announced or deleted, while somebody plays: before, inside and behind the hole. What
 * lies ahead is seen in its place, what lies behind is not, and nothing comes twice; the next walk sees all of it.
 */
class LateFramesAgainstModelIT {
    private static final int CASES = 20;
    private static final Comparator<Place> IN_ORDER =
            Comparator.comparingInt(Place::day).thenComparingInt(Place::run).thenComparingLong(Place::counter);

    @TempDir
    Path directory;

    /** What was sent in time and what comes later, in order of arrival. */
    private record Arrivals(List<Sent> inTime, Deque<Sent> late) {}

    /** Deletes a segment after every so many frames, 0 for never. @param deleted gets the frames of these segments */
    private record Retention(int every, Set<Place> deleted) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Covers("A7")
    void whatComesLateAheadOfAViewerIsSeenInItsPlace(long seed) throws IOException {
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(seed * 1000 + i);
            Arrivals arrivals = arrivals(random);
            Set<Place> all = new TreeSet<>(IN_ORDER);
            arrivals.inTime().forEach(sent -> all.addAll(sent.places()));
            Set<Place> ahead = new TreeSet<>(IN_ORDER);
            ahead.addAll(all);
            arrivals.late().forEach(sent -> all.addAll(sent.places()));
            try (TestTimelines timelines = filled(random, arrivals, directory.resolve(seed + "-" + i))) {

                List<Place> seen = walk(random, timelines, arrivals.late(), ahead);
                List<Place> again = walk(random, timelines, new ArrayDeque<>(), new HashSet<>());

                assertThat(seen).as("seed %d case %d", seed, i).isEqualTo(List.copyOf(ahead));
                assertThat(again).as("seed %d case %d, again", seed, i).isEqualTo(List.copyOf(all));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    @Covers("A7")
    void segmentsThatRetentionDeletesMeanwhileTakeNothingElseWithThem(long seed) throws IOException {
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(seed * 1000 + i);
            Arrivals arrivals = arrivals(random);
            Set<Place> ahead = new TreeSet<>(IN_ORDER);
            arrivals.inTime().forEach(sent -> ahead.addAll(sent.places()));
            Set<Place> deleted = new HashSet<>();
            try (TestTimelines timelines = filled(random, arrivals, directory.resolve(seed + "-" + i))) {

                List<Place> seen = walk(random, timelines, arrivals.late(), ahead, new Retention(25, deleted));

                List<Place> kept =
                        ahead.stream().filter(place -> !deleted.contains(place)).toList();
                assertThat(seen).as("seed %d case %d", seed, i).isSortedAccordingTo(IN_ORDER);
                assertThat(seen).doesNotHaveDuplicates().containsAll(kept);
                assertThat(ahead).containsAll(seen);
            }
        }
    }

    private static List<Place> walk(Random random, TestTimelines timelines, Deque<Sent> late, Set<Place> ahead)
            throws IOException {
        return walk(random, timelines, late, ahead, new Retention(0, Set.of()));
    }

    /**
     * Plays from the start while late frames come at random moments.
     *
     * @param ahead gets the late frames that lay ahead when they came
     */
    private static List<Place> walk(
            Random random, TestTimelines timelines, Deque<Sent> late, Set<Place> ahead, Retention retention)
            throws IOException {
        List<Place> seen = new ArrayList<>();
        try (FrameCursor cursor = timelines.open(random)) {
            while (true) {
                if (cursor.advance() == FrameCursor.Step.FRAME) {
                    FrameView frame = cursor.frame();
                    seen.add(new Place(frame.day() - FIRST_DAY.number(), frame.run(), frame.counter()));
                } else if (late.isEmpty()) {
                    return seen;
                } else {
                    arrive(random, timelines, late.remove(), seen, ahead);
                }
                if (!late.isEmpty() && random.nextInt(5) == 0) {
                    arrive(random, timelines, late.remove(), seen, ahead);
                }
                if (retention.every() > 0 && random.nextInt(retention.every()) == 0) {
                    timelines.deleteOne(random, retention.deleted());
                }
            }
        }
    }

    /** Into the tail, or so long before that only its segment is left of it, or both. */
    private static void arrive(Random random, TestTimelines timelines, Sent sent, List<Place> seen, Set<Place> ahead)
            throws IOException {
        int where = random.nextInt(3);
        if (where != 1) {
            timelines.hold(List.of(sent));
        }
        if (where != 0) {
            timelines.archive(List.of(sent), random);
        }
        Place last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
        sent.places().stream()
                .filter(place -> last == null || IN_ORDER.compare(place, last) > 0)
                .forEach(ahead::add);
    }

    private static TestTimelines filled(Random random, Arrivals arrivals, Path place) throws IOException {
        TestTimelines timelines = new TestTimelines(place);
        int archivedTo = random.nextInt(arrivals.inTime().size() + 1);
        int heldFrom = random.nextInt(archivedTo + 1);
        timelines.archive(arrivals.inTime().subList(0, archivedTo), random);
        timelines.hold(arrivals.inTime().subList(heldFrom, arrivals.inTime().size()));
        return timelines;
    }

    /** Some records, also whole runs but the very first, come late and in any order. */
    private static Arrivals arrivals(Random random) {
        List<Sent> inTime = new ArrayList<>();
        List<Sent> late = new ArrayList<>();
        long offset = 0;
        for (int day = 0; day < 1 + random.nextInt(2); day++) {
            for (int run : List.of(10, 15, 20).subList(0, 1 + random.nextInt(3))) {
                boolean allLate = offset > 0 && random.nextInt(8) == 0;
                int frames = 5 + random.nextInt(60);
                for (long counter = 0; counter < frames; ) {
                    List<Long> counters = new ArrayList<>();
                    for (int j = 1 + random.nextInt(6); j > 0 && counter < frames; j--) {
                        counters.add(counter++);
                    }
                    boolean isLate = offset > 0 && (allLate || random.nextInt(4) == 0);
                    (isLate ? late : inTime).add(sent(day, run, counters, offset++));
                }
            }
        }
        Collections.shuffle(late, random);
        return new Arrivals(inTime, renumbered(late, offset));
    }

    private static Deque<Sent> renumbered(List<Sent> late, long firstOffset) {
        Deque<Sent> renumbered = new ArrayDeque<>();
        for (Sent sent : late) {
            Place first = sent.places().get(0);
            renumbered.add(sent(
                    first.day(),
                    first.run(),
                    sent.places().stream().map(Place::counter).toList(),
                    firstOffset + renumbered.size()));
        }
        return renumbered;
    }
}
