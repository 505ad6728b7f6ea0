package io.dayreel.streamer.tail;

import io.dayreel.runtime.health.Heartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reading of {@code frames} as a whole: the member of the group, its tails and their filling. */
public final class StreamerTails implements AutoCloseable {
    private final PartitionTails tails;
    private final TailFill fill;
    private final LiveReader live;
    private final EvictedRecords evicted;

    public StreamerTails(
            FramesConsumers consumers,
            PartitionTails tails,
            EvictedRecords evicted,
            ViewerWakes wakes,
            InstantSource clock,
            int partitions) {
        this.tails = tails;
        this.evicted = evicted;
        this.fill = new TailFill(consumers, tails, wakes, partitions);
        this.live = new LiveReader(consumers, tails, fill, wakes, clock);
    }

    /** Joins the group and begins to read. */
    public void start() {
        fill.start();
        live.start();
    }

    /** Whether the live end of every partition given to this instance was reached. */
    public boolean isLive() {
        return live.isHealthy() && tails.all().stream().allMatch(OwnedPartition::isLiveReached);
    }

    /** The partitions that this instance has at present. */
    public Set<Integer> partitions() {
        return tails.all().stream().map(OwnedPartition::number).collect(Collectors.toUnmodifiableSet());
    }

    /** Gives the partitions up to the group, and reads them on for who watches here until {@link #close}. */
    public void handOver() {
        live.handOver();
    }

    /** By what its threads are watched. */
    public List<Heartbeat> heartbeats() {
        return List.of(live.heartbeat(), fill.heartbeat());
    }

    /** Leaves the group, then gives up the tails. */
    @Override
    public void close() {
        live.close();
        fill.close();
        evicted.close();
        try {
            tails.close();
        } catch (IOException e) {
            throw new UncheckedIOException("tails could not be deleted", e);
        }
    }
}
