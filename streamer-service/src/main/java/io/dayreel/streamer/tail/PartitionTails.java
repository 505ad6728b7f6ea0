package io.dayreel.streamer.tail;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.timeline.TailSource;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailBudget;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailStretch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The tails of the partitions that this instance owns at present. Thread-safe. */
public final class PartitionTails implements TailSource {
    private final Path directory;
    private final TailBudget budget;
    private final int partitions;
    private final EvictedRecords evicted;
    private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();

    /** @param partitions number of partitions of the stream topics */
    public PartitionTails(Path directory, TailBudget budget, int partitions, EvictedRecords evicted) {
        this.directory = directory;
        this.budget = budget;
        this.partitions = partitions;
        this.evicted = evicted;
    }

    OwnedPartition open(int number) throws IOException {
        OwnedPartition partition =
                new OwnedPartition(number, new TailLog(directory.resolve("partition-" + number), budget));
        owned.put(number, partition);
        return partition;
    }

    void drop(int number) throws IOException {
        OwnedPartition partition = owned.remove(number);
        if (partition != null) {
            partition.lose();
            partition.log().close();
        }
    }

    Optional<OwnedPartition> partition(int number) {
        return Optional.ofNullable(owned.get(number));
    }

    public Collection<OwnedPartition> all() {
        return List.copyOf(owned.values());
    }

    /** Whether this instance has the tail of a device. */
    public boolean owns(DeviceId device) {
        return owned.containsKey(partition(device));
    }

    /** Whether this instance reads the live end of a device's partition. */
    public boolean isLive(DeviceId device) {
        return partition(partition(device))
                .filter(OwnedPartition::isLiveReached)
                .isPresent();
    }

    /** The log that holds a device's tail; empty if another instance owns it. */
    public Optional<TailLog> log(DeviceId device) {
        return partition(partition(device)).map(OwnedPartition::log);
    }

    /** The frames of a segment may be forgotten. */
    public void announced(Announced announced) {
        partition(announced.source().partition()).ifPresent(partition -> partition
                .log()
                .archived(
                        announced.stream(),
                        announced.source().firstOffset(),
                        announced.source().lastOffset()));
    }

    /** Bytes of all tails on disk. */
    public long bytes() {
        return owned.values().stream().mapToLong(p -> p.log().bytes()).sum();
    }

    /** Records that are still to be filled in, over all partitions. */
    public long fillLag() {
        return owned.values().stream().mapToLong(OwnedPartition::fillLag).sum();
    }

    /** Partitions owned at present. */
    public int count() {
        return owned.size();
    }

    @Override
    public Optional<StreamTail> stream(StreamId stream) {
        return partition(partition(stream.deviceId())).flatMap(partition -> partition.log().stream(stream));
    }

    @Override
    public NavigableSet<Day> days(DeviceId device) {
        NavigableSet<Day> days = new TreeSet<>();
        partition(partition(device))
                .ifPresent(partition -> partition.log().streams(device).forEach(stream -> days.add(stream.day())));
        return days;
    }

    @Override
    public int partition(DeviceId device) {
        return DevicePartitioner.partition(device, partitions);
    }

    @Override
    public boolean isComplete(DeviceId device) {
        return partition(partition(device)).filter(OwnedPartition::isComplete).isPresent();
    }

    @Override
    public Optional<TailBytes> read(StreamId stream, TailStretch stretch) {
        int number = partition(stream.deviceId());
        Optional<TailBytes> local =
                partition(number).flatMap(partition -> partition.log().read(stretch));
        return local.isPresent()
                ? local
                : evicted.read(number, stretch.offset()).flatMap(record -> TailLog.locate(record, stretch));
    }

    void close() throws IOException {
        for (Integer number : List.copyOf(owned.keySet())) {
            drop(number);
        }
    }
}
