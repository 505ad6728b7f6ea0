package io.dayreel.streamer.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.segment.ClosedSegment;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.store.SegmentKey;
import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.archive.ArchiveIndex;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.archive.ScratchSpace;
import io.dayreel.streamer.archive.SegmentArchive;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailBudget;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import io.dayreel.tail.TailStretch;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever order frames arrive in, whatever is repeated (with the same or other bytes), lost, archived in whichever
 * segments and held in the tail: a walk over the timeline sees what a model that knows everything says.
 */
class MergeAgainstModelIT {
    private static final DeviceId CAM = new DeviceId("demo", "cam");
    private static final Day FIRST_DAY = Day.parse("2026-11-20");
    private static final int CASES = 60;

    @TempDir
    Path directory;

    private record Place(int day, int run, long counter) {}

    private record Sent(StreamId stream, long offset, List<Place> places, byte[] message) {}

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
        try (Timelines timelines = new Timelines(directory.resolve("hole"))) {
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

    private static Sent sent(int day, int run, List<Long> counters, long offset) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        List<Place> places = new ArrayList<>();
        StreamId stream = CAM.on(new Day(FIRST_DAY.number() + day));
        for (long counter : counters) {
            places.add(new Place(day, run, counter));
            FrameHeader header = FrameHeader.of(FrameType.VIDEO, Codec.H264)
                    .withFlags(counter % 7 == 0 ? FrameFlags.SYNC : 0)
                    .at(stream.day().number(), run, counter)
                    .timed(stream.day().startMicros() + run * 2_000_000L + counter * 1000, 0, 0);
            message.writeBytes(new FrameEncoder()
                    .encode(header, ByteBuffer.allocate(8).putLong(offset).array()));
        }
        return new Sent(stream, offset, places, message.toByteArray());
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
        try (Timelines timelines = new Timelines(place)) {
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

    /** A tail and an archive in memory and on disk, without Kafka. */
    private static final class Timelines implements TailSource, ArchiveIndex, AutoCloseable {
        private final Path place;
        private final TailLog log;
        private final ObjectStore store;
        private final Map<StreamId, List<ArchivedSegment>> segments = new TreeMap<>();
        private int files;

        Timelines(Path place) throws IOException {
            this.place = place;
            this.log = new TailLog(place.resolve("tail"), new TailBudget(1 << 20, 8 << 20, 8 << 20, 4096));
            this.store = ObjectStores.open(ObjectStoreLocation.directory(place.resolve("store")));
        }

        void hold(List<Sent> records) throws IOException {
            List<Sent> inAnyOrder = new ArrayList<>(records);
            Collections.reverse(inAnyOrder);
            for (Sent sent : inAnyOrder) {
                log.append(new TailRecord(sent.stream(), sent.offset(), 1000 + sent.offset(), sent.message()));
            }
        }

        void archive(List<Sent> records, Random random) throws IOException {
            Map<StreamId, List<Sent>> open = new TreeMap<>();
            for (Sent sent : records) {
                open.computeIfAbsent(sent.stream(), s -> new ArrayList<>()).add(sent);
                if (random.nextInt(6) == 0) {
                    write(sent.stream(), open.remove(sent.stream()));
                }
            }
            for (Map.Entry<StreamId, List<Sent>> rest : open.entrySet()) {
                write(rest.getKey(), rest.getValue());
            }
        }

        private void write(StreamId stream, List<Sent> records) throws IOException {
            Path file = place.resolve("segment-" + files++);
            try (SegmentWriter writer =
                    new SegmentWriter(file, new SegmentHeader(stream, Instant.EPOCH, "test"), List.of())) {
                FrameView view = new FrameView();
                Set<FramePosition> seen = new HashSet<>();
                for (Sent sent : records) {
                    for (int at = 0; at < sent.message().length; at = view.end()) {
                        view.wrap(sent.message(), at, sent.message().length);
                        boolean isNew = seen.add(new FramePosition(view.run(), view.counter()));
                        writer.append(view, !isNew);
                    }
                    writer.batch(1000 + sent.offset(), "topic", 0, sent.offset());
                }
                ClosedSegment closed = writer.finish(List.of());
                String key = SegmentKey.of(
                                stream,
                                closed.summary().first(),
                                closed.summary().root().bytes())
                        .toString();
                store.put(key, closed.file());
                segments.computeIfAbsent(stream, s -> new ArrayList<>())
                        .add(ArchivedSegment.of(SegmentAnnouncement.of(closed.summary(), key, "age", "test", 1)));
            }
        }

        FrameCursor open(Random random) throws IOException {
            Timeline timeline = new Timeline(
                    this,
                    this,
                    new SegmentArchive(
                            store,
                            new ScratchSpace(place.resolve("scratch"), random.nextBoolean() ? 1 << 20 : 0),
                            new ArchiveCounters()));
            Landing landing = new TimelineSeeker(timeline).start(CAM).orElseThrow();
            return timeline.open(CAM, landing, Long.MAX_VALUE);
        }

        @Override
        public Optional<StreamTail> stream(StreamId stream) {
            return log.stream(stream);
        }

        @Override
        public NavigableSet<Day> days(DeviceId device) {
            NavigableSet<Day> days = new TreeSet<>();
            log.streams(device).forEach(stream -> days.add(stream.day()));
            segments.keySet().forEach(stream -> days.add(stream.day()));
            return days;
        }

        @Override
        public int partition(DeviceId device) {
            return 0;
        }

        @Override
        public boolean isComplete(DeviceId device) {
            return true;
        }

        @Override
        public Optional<TailBytes> read(StreamId stream, TailStretch stretch) {
            return log.read(stretch);
        }

        @Override
        public DayArchive day(StreamId stream) {
            return new DayArchive(segments.getOrDefault(stream, List.of()));
        }

        @Override
        public DayArchive known(StreamId stream) {
            return day(stream);
        }

        @Override
        public boolean isKnown(DeviceId device) {
            return true;
        }

        @Override
        public void close() throws IOException {
            log.close();
            store.close();
        }
    }
}
