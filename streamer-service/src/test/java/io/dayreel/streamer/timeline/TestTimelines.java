package io.dayreel.streamer.timeline;

import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A tail and an archive in memory and on disk, without Kafka. */
final class TestTimelines implements TailSource, ArchiveIndex, AutoCloseable {
    static final DeviceId CAM = new DeviceId("demo", "cam");
    static final Day FIRST_DAY = Day.parse("2026-11-20");

    private final Path place;
    private final TailLog log;
    private final ObjectStore store;
    private final Map<StreamId, List<ArchivedSegment>> segments = new TreeMap<>();
    private int files;

    TestTimelines(Path place) throws IOException {
        this.place = place;
        this.log = new TailLog(place.resolve("tail"), new TailBudget(1 << 20, 8 << 20, 8 << 20, 4096));
        this.store = ObjectStores.open(ObjectStoreLocation.directory(place.resolve("store")));
    }

    /** A frame's place on the device's timeline. */
    record Place(int day, int run, long counter) {}

    /** A record as ingest got it. */
    record Sent(StreamId stream, long offset, List<Place> places, byte[] message) {}

    static Sent sent(int day, int run, List<Long> counters, long offset) {
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

    /** A record of one frame. @param micros capture time since the first day began */
    static Sent frame(FrameType type, int day, int run, long counter, long micros, long offset) {
        StreamId stream = CAM.on(new Day(FIRST_DAY.number() + day));
        FrameHeader header = FrameHeader.of(type, Codec.JSON)
                .at(stream.day().number(), run, counter)
                .timed(FIRST_DAY.startMicros() + micros, 0, 0);
        byte[] message = new FrameEncoder().encode(header, "{}".getBytes(StandardCharsets.UTF_8));
        return new Sent(stream, offset, List.of(new Place(day, run, counter)), message);
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

    /** As retention does: one of the segments is deleted and no longer listed; nothing if there is none. */
    void deleteOne(Random random, Set<Place> deleted) throws IOException {
        List<StreamId> streams = new ArrayList<>(segments.keySet());
        if (streams.isEmpty()) {
            return;
        }
        StreamId stream = streams.get(random.nextInt(streams.size()));
        List<ArchivedSegment> ofStream = segments.get(stream);
        if (ofStream.isEmpty()) {
            return;
        }
        ArchivedSegment segment = ofStream.remove(random.nextInt(ofStream.size()));
        store.delete(segment.key());
        int day = stream.day().number() - FIRST_DAY.number();
        segment.runs().forEach(run -> run.ranges().ranges().forEach(range -> {
            for (long counter = range.first(); counter <= range.last(); counter++) {
                deleted.add(new Place(day, run.run(), counter));
            }
        }));
    }

    FrameCursor open(Random random) throws IOException {
        Timeline timeline = timeline(random);
        Landing landing = new TimelineSeeker(timeline).start(CAM).orElseThrow();
        return timeline.open(CAM, landing, Long.MAX_VALUE);
    }

    /** At a frame, as a viewer of the live end stands there. */
    FrameCursor openLive(Place at) throws IOException {
        Timeline timeline = timeline(new Random(0));
        TimelinePosition position =
                new TimelinePosition(new Day(FIRST_DAY.number() + at.day()), at.run(), at.counter());
        FrameCursor cursor = timeline.open(
                CAM, new TimelineSeeker(timeline).at(CAM, position).orElseThrow(), Long.MAX_VALUE);
        cursor.stayInTail(true);
        return cursor;
    }

    Timeline timeline(Random random) throws IOException {
        return new Timeline(
                this,
                this,
                new SegmentArchive(
                        store,
                        new ScratchSpace(place.resolve("scratch"), random.nextBoolean() ? 1 << 20 : 0),
                        new ArchiveCounters()));
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
