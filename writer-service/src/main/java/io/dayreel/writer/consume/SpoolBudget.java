package io.dayreel.writer.consume;

import io.dayreel.writer.spool.SpoolDirectory;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Keeps the spool within its bounds (I6). A partition whose closed segments fill its share pauses alone; at the bound of
 * the whole spool, or when its disk is nearly full, all pause. If then nothing waits for the store, the largest open
 * segment is closed, so that there is always something that makes room.
 */
final class SpoolBudget {
    private static final double RESUME_AT = 0.9;
    private static final long LOOK_EVERY_BYTES = 1 << 20;

    private final SpoolDirectory directory;
    private final WriterSettings.Spool bounds;
    private boolean tight;
    private long unseenBytes;
    private long pausedPartitions;

    SpoolBudget(SpoolDirectory directory, WriterSettings.Spool bounds) {
        this.directory = directory;
        this.bounds = bounds;
    }

    /** Bytes of a record went into the spool. */
    void spooled(int bytes) {
        unseenBytes += bytes;
    }

    /** Whether another record may be taken; looked at afresh after every {@value #LOOK_EVERY_BYTES} bytes. */
    boolean hasRoom() {
        if (unseenBytes >= LOOK_EVERY_BYTES) {
            unseenBytes = 0;
            tight = isTight();
        }
        return !tight;
    }

    /** Decides which partitions are over their budget. */
    void apply(Collection<AssignedPartition> partitions) {
        tight = isTight();
        int active = (int)
                partitions.stream().filter(each -> each.writer().isPresent()).count();
        double share = bounds.shareOf(active);
        for (AssignedPartition each : partitions) {
            double bound = each.isOverBudget() ? share * RESUME_AT : share;
            long backlog = each.writer().map(PartitionWriter::backlogBytes).orElse(0L);
            each.overBudget(tight || backlog >= bound);
        }
        pausedPartitions =
                partitions.stream().filter(AssignedPartition::isOverBudget).count();
        if (tight) {
            makeRoom(partitions);
        }
    }

    private boolean isTight() {
        double maxBytes = tight ? bounds.maxBytes() * RESUME_AT : bounds.maxBytes();
        return directory.bytes() >= maxBytes || isDiskShort();
    }

    private boolean isDiskShort() {
        double minFree = tight ? bounds.minFreeBytes() / RESUME_AT : bounds.minFreeBytes();
        return directory.usableBytes() < minFree;
    }

    private void makeRoom(Collection<AssignedPartition> partitions) {
        boolean roomComes = partitions.stream()
                .flatMap(each -> each.writer().stream())
                .anyMatch(writer -> writer.waitingSegments() > 0);
        if (roomComes) {
            return;
        }
        Optional<AssignedPartition> largest = partitions.stream()
                .filter(each -> each.writer().isPresent() && !each.waitsForDisk())
                .max(Comparator.comparingLong(
                        each -> each.writer().orElseThrow().largestOpenBytes()));
        largest.ifPresent(each -> {
            try {
                each.writer().orElseThrow().closeLargest();
            } catch (IOException e) {
                each.diskRefused(e.getMessage());
            }
        });
    }

    /** What is wrong with the spool, for an operator. */
    Optional<String> problem() {
        if (tight && isDiskShort()) {
            return Optional.of("the spool's disk has " + directory.usableBytes() + " bytes left, spool-min-free is "
                    + bounds.minFreeBytes() + ": make room there");
        }
        if (pausedPartitions == 0) {
            return Optional.empty();
        }
        return Optional.of(pausedPartitions + " partitions wait for the store: the spool holds " + directory.bytes()
                + " bytes, spool-max-size is " + bounds.maxBytes());
    }
}
