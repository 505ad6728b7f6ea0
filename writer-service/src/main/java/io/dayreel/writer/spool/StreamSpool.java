package io.dayreel.writer.spool;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.writer.spool.OpenSegment.Opening;
import io.dayreel.writer.spool.SeenFrames.Sighting;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One stream's open segment, and what is remembered from one segment to the next. Not thread-safe. */
final class StreamSpool {
    private static final long NEVER = Long.MAX_VALUE;

    private final StreamId stream;
    private final EarlierConfigurations earlier;
    private final SeenFrames seen = new SeenFrames();
    private Optional<OpenSegment> open = Optional.empty();
    private List<StoredConfiguration> configurations = List.of();
    private Optional<EarlierConfigurations.Search> search = Optional.empty();
    private int searchedRun = -1;
    private int latestRun = -1;
    private long dayEndsAtMillis = NEVER;
    private long usedAtMillis;

    StreamSpool(StreamId stream, EarlierConfigurations earlier) {
        this.stream = stream;
        this.earlier = earlier;
    }

    StreamId stream() {
        return stream;
    }

    Optional<OpenSegment> open() {
        return open;
    }

    /** Whether the open segment has to be closed before it takes a record that begins with this frame. */
    boolean isTooFullFor(FrameView first, int length, long maxBytes) {
        return open.isPresent() && !open.get().hasRoomFor(first, length, maxBytes);
    }

    /**
     * Stores a frame unless it is a repeat.
     *
     * @param opening asked for if a segment has to be begun
     * @throws IOException if the disk did not take it; nothing happened then
     */
    Sighting take(FrameView frame, Supplier<Opening> opening) throws IOException {
        Sighting sighting = seen.sight(frame);
        if (sighting == Sighting.REPEAT) {
            return sighting;
        }
        if (open.isEmpty()) {
            open = Optional.of(OpenSegment.create(stream, opening.get(), configurations));
        }
        OpenSegment segment = open.get();
        segment.append(frame, sighting == Sighting.CONFLICT);
        seen.stored(frame, sighting);
        searchConfigurations(segment, frame.run());
        latestRun = Math.max(latestRun, frame.run());
        if (frame.type() == FrameType.END_OF_RUN && frame.run() == latestRun && !segment.isLate()) {
            segment.dueFor(CloseReason.RUN_END);
        }
        return sighting;
    }

    /** A record of the stream was consumed to its end. */
    void endRecord(FrameRecord record, long nowMillis) {
        usedAtMillis = nowMillis;
        open.ifPresent(segment -> segment.endRecord(record));
    }

    /** The device went over to a later day. */
    void dayEndsAt(long timeMillis) {
        if (stream.day().isCalendarDay()) {
            dayEndsAtMillis = Math.min(dayEndsAtMillis, timeMillis);
        }
    }

    /**
     * Why the open segment has to be closed now, if it has to.
     *
     * @param timeMillis the partition's time
     * @param progress how far the partition was consumed
     */
    Optional<CloseReason> due(SpoolLimits limits, long timeMillis, PartitionProgress progress) {
        if (open.isEmpty() || !open.get().isClosable()) {
            return Optional.empty();
        }
        OpenSegment segment = open.get();
        if (segment.due().isPresent()) {
            return segment.due();
        }
        if (!segment.isLate() && timeMillis >= dayEndsAtMillis) {
            return Optional.of(CloseReason.DAY_END);
        }
        long opened = Math.min(segment.records().firstReceivedMillis(), timeMillis);
        if (timeMillis - opened >= limits.segmentMaxAge().toMillis()) {
            return Optional.of(segment.isLate() ? CloseReason.LATE : CloseReason.AGE);
        }
        PartitionProgress behind = progress.since(segment.openedAt());
        return behind.bytes() >= limits.lagMaxBytes() || behind.records() >= limits.lagMaxRecords()
                ? Optional.of(CloseReason.LAG)
                : Optional.empty();
    }

    /** After a restart the device does not send again what segments of its run hold that were stored before. */
    private void searchConfigurations(OpenSegment segment, int run) {
        if (run > searchedRun && segment.lacksConfigurations()) {
            searchedRun = run;
            search = Optional.of(earlier.search(stream, run));
        }
    }

    /**
     * Puts configurations of earlier segments into the open one that its frames use.
     *
     * @return whether it has them all; if the store has not answered, the next segment asks again
     */
    boolean completeConfigurations() {
        OpenSegment segment = open.orElseThrow();
        if (segment.lacksConfigurations() && search.isPresent()) {
            Optional<List<StoredConfiguration>> found = search.get().await();
            found.ifPresent(segment::addEarlier);
            search = Optional.empty();
            if (found.isEmpty()) {
                searchedRun = -1;
            }
        }
        return !segment.lacksConfigurations();
    }

    /** Completes the open segment. Whoever calls owns it then. @param follows roots of earlier segments that it names */
    SpooledSegment close(CloseReason reason, List<MerkleHash> follows) throws IOException {
        OpenSegment segment = open.orElseThrow();
        SpooledSegment closed = segment.close(reason, follows);
        configurations = segment.configurations();
        open = Optional.empty();
        seen.nextSegment();
        return closed;
    }

    /** Deletes the open segment. */
    void discard() throws IOException {
        if (open.isPresent()) {
            open.get().discard();
            open = Optional.empty();
        }
    }

    /** Offset of the first record that the open segment holds. */
    OptionalLong firstOpenOffset() {
        return open.map(segment -> OptionalLong.of(segment.records().firstOffset()))
                .orElseGet(OptionalLong::empty);
    }

    /** Whether nothing was heard of the stream since a time, so that it can be forgotten. */
    boolean isIdleSince(long timeMillis) {
        return open.isEmpty() && usedAtMillis < timeMillis;
    }
}
