package io.dayreel.writer.spool;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.coverage.PartitionCoverage;
import io.dayreel.writer.coverage.StreamCoverage;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.figures.WriterFigures.Count;
import io.dayreel.writer.offsets.AnnouncedOffsets;
import io.dayreel.writer.offsets.StreamHeads;
import io.dayreel.writer.spool.OpenSegment.Opening;
import io.dayreel.writer.spool.SeenFrames.Sighting;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Builds the segments of one partition from its records, in the order of their offsets. Skips what announced segments
 * hold already (I3), drops repeats that it can see, keeps and flags other bytes at a known position (I2). A record that
 * cannot be decoded is counted and passed over; it never holds up the partition.
 *
 * <p>A method that throws IOException met a full or broken disk: nothing is lost or half done, and the call, or for
 * {@link #accept} the record at {@link #nextOffset}, may be repeated. Not thread-safe.
 */
public final class PartitionSpools {
    private static final LogEvents LOG = LogEvents.of(PartitionSpools.class);
    private static final Duration FORGET_STREAM_AFTER = Duration.ofMinutes(30);

    private final Source source;
    private final SpoolDirectory directory;
    private final SpoolLimits limits;
    private final AnnouncedOffsets announced;
    private final StreamHeads heads;
    private final PartitionCoverage coverage;
    private final WriterFigures figures;
    private final InstantSource clock;
    private final Consumer<SpooledSegment> closed;
    private final StreamSpools streams;
    private final FrameView view = new FrameView();
    private PartitionProgress progress = PartitionProgress.NONE;
    private int bytesDone;
    private long nextOffset;
    private long lastReceivedMillis;

    /**
     * @param topicId Kafka's id of {@code frames}
     * @param firstOffset where consumption begins
     * @param replayEnd records before this offset were in the log before this writer got the partition
     */
    public record Source(String topicId, int partition, long firstOffset, long replayEnd) {}

    /**
     * What it works with.
     *
     * @param closed takes every closed segment, and owns it
     * @param earlier asked once a frame names a configuration that did not come
     */
    public record Surroundings(
            SpoolDirectory directory,
            SpoolLimits limits,
            WriterFigures figures,
            InstantSource clock,
            Consumer<SpooledSegment> closed,
            EarlierConfigurations earlier) {}

    public PartitionSpools(
            Source source,
            Surroundings surroundings,
            AnnouncedOffsets announced,
            StreamHeads heads,
            PartitionCoverage coverage) {
        this.source = source;
        this.directory = surroundings.directory;
        this.limits = surroundings.limits;
        this.figures = surroundings.figures;
        this.clock = surroundings.clock;
        this.closed = surroundings.closed;
        this.streams = new StreamSpools(surroundings.earlier);
        this.announced = announced;
        this.heads = heads;
        this.coverage = coverage;
        this.nextOffset = source.firstOffset;
    }

    /** Offset of the next record to accept: everything before it is in a segment or needs none. */
    public long nextOffset() {
        return nextOffset;
    }

    /** Smallest offset that an open segment holds. */
    public OptionalLong firstOpenOffset() {
        return streams.all().stream()
                .map(StreamSpool::firstOpenOffset)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    public long openSegments() {
        return streams.all().stream()
                .filter(stream -> stream.open().isPresent())
                .count();
    }

    /** Takes the record at or behind {@link #nextOffset}; earlier ones are ignored. */
    public void accept(FrameRecord record) throws IOException {
        if (record.offset() < nextOffset) {
            return;
        }
        Optional<StreamSpool> stream = Optional.empty();
        try {
            stream = Optional.of(streamOf(record));
            takeFrames(stream.get(), record);
        } catch (FrameException | IllegalArgumentException e) {
            reportBad(record, e);
        }
        long now = clock.millis();
        stream.ifPresent(s -> s.endRecord(record, now));
        coverage.consumed(record.offset(), record.receivedMillis());
        lastReceivedMillis = Math.max(lastReceivedMillis, record.receivedMillis());
        progress = progress.with(record);
        nextOffset = record.offset() + 1;
        bytesDone = 0;
        if (stream.isPresent()) {
            closeIfDue(stream.get(), partitionTime(false));
        }
    }

    private StreamSpool streamOf(FrameRecord record) {
        view.wrap(record.message(), 0, record.message().limit());
        StreamSpool stream = streams.named(record.key());
        if (stream.stream().day().number() == view.day()) {
            return stream;
        }
        figures.count(Count.RECORDS_MISADDRESSED);
        return streams.sameDeviceOn(stream.stream(), view.day());
    }

    private void takeFrames(StreamSpool stream, FrameRecord record) throws IOException {
        boolean skip = announced.cover(stream.stream(), record.offset());
        if (skip) {
            figures.count(Count.RECORDS_SKIPPED);
        } else if (bytesDone == 0) {
            streams.deviceSentDay(
                    stream.stream(), partitionTime(false) + limits.dayEndGrace().toMillis());
            if (stream.isTooFullFor(view, record.message().limit(), limits.segmentMaxBytes())) {
                close(stream, CloseReason.SIZE);
            }
        }
        StreamCoverage covered = coverage.of(stream.stream());
        int day = view.day();
        int run = view.run();
        while (bytesDone < record.message().limit()) {
            view.wrap(record.message(), bytesDone, record.message().limit()).checkCrc();
            if (view.day() != day || view.run() != run) {
                throw new IllegalArgumentException("frames of more than one day or run in one record");
            }
            if (!skip && take(stream, record) == Sighting.CONFLICT) {
                covered.conflict();
            }
            covered.see(view);
            bytesDone = view.end();
        }
    }

    private Sighting take(StreamSpool stream, FrameRecord record) throws IOException {
        Sighting sighting = stream.take(view, () -> opening(stream, record));
        if (sighting == Sighting.REPEAT) {
            figures.count(Count.REPEATS_DROPPED);
            return sighting;
        }
        if (sighting == Sighting.CONFLICT) {
            figures.count(Count.CONFLICTS);
        }
        figures.count(Count.FRAMES_SPOOLED);
        figures.count(Count.BYTES_SPOOLED, view.length());
        return sighting;
    }

    private Opening opening(StreamSpool stream, FrameRecord record) {
        return new Opening(
                directory,
                SpooledRecords.of(source.topicId, source.partition, record),
                streams.isLate(stream.stream(), record.receivedMillis()),
                record.offset() < source.replayEnd,
                progress);
    }

    private void reportBad(FrameRecord record, RuntimeException cause) {
        figures.count(Count.RECORDS_BAD);
        long soFar = figures.get(Count.RECORDS_BAD);
        if (Long.bitCount(soFar) == 1) { // a flood of them must not flood the log
            LOG.warn(
                    "frames-record-not-decoded",
                    "partition",
                    source.partition,
                    "offset",
                    record.offset(),
                    "key",
                    record.key(),
                    "bytesKept",
                    bytesDone,
                    "badRecords",
                    soFar,
                    "cause",
                    cause.getMessage());
        }
    }

    /**
     * Closes what is due.
     *
     * @param caughtUp whether everything in the log was consumed, so that the clock tells the partition's time
     */
    public void closeDue(boolean caughtUp) throws IOException {
        long time = partitionTime(caughtUp);
        if (caughtUp) {
            coverage.caughtUp(time);
        }
        for (StreamSpool stream : streams.all()) {
            closeIfDue(stream, time);
        }
        long now = clock.millis();
        streams.forgetIdleSince(now - FORGET_STREAM_AFTER.toMillis());
        heads.forgetIdle(now);
    }

    private void closeIfDue(StreamSpool stream, long time) throws IOException {
        Optional<CloseReason> due = stream.due(limits, time, progress);
        if (due.isPresent()) {
            close(stream, due.get());
        }
    }

    private void close(StreamSpool stream, CloseReason reason) throws IOException {
        boolean complete = stream.completeConfigurations();
        List<MerkleHash> follows = heads.toFollow(stream.stream());
        SpooledSegment segment = stream.close(reason, follows);
        heads.closed(stream.stream(), segment.summary().root(), follows, clock.millis());
        closed.accept(segment);
        if (!complete) {
            figures.count(Count.CONFIGURATIONS_LACKING);
        }
    }

    /** Size of the largest open segment that can be closed, 0 if there is none. */
    public long largestOpenBytes() {
        return largestOpen().map(stream -> stream.open().orElseThrow().size()).orElse(0L);
    }

    /** Closes the largest open segment, to make room in the spool. */
    public void closeLargest() throws IOException {
        Optional<StreamSpool> largest = largestOpen();
        if (largest.isPresent()) {
            close(largest.get(), CloseReason.LAG);
        }
    }

    private Optional<StreamSpool> largestOpen() {
        return streams.all().stream()
                .filter(stream -> stream.open().map(OpenSegment::isClosable).orElse(false))
                .max(Comparator.comparingLong(
                        stream -> stream.open().orElseThrow().size()));
    }

    /** Closes the open segments of at least {@code minBytes}: smaller ones are cheaper to replay than to store. */
    public void closeForHandover(long minBytes) throws IOException {
        for (StreamSpool stream : streams.all()) {
            if (stream.open()
                    .map(open -> open.isClosable() && open.size() >= minBytes)
                    .orElse(false)) {
                close(stream, CloseReason.HANDOVER);
            }
        }
    }

    /** Deletes all open segments. Not to be used afterwards. */
    public void discard() {
        for (StreamSpool stream : streams.all()) {
            try {
                stream.discard();
            } catch (IOException e) {
                LOG.warn("spool-file-not-deleted", e, "partition", source.partition, "stream", stream.stream());
            }
        }
    }

    /**
     * How late it is where consumption stands: the clock's time once caught up, else the receive time of what was
     * consumed last, so that segments of a replay close where they would have closed the first time.
     */
    private long partitionTime(boolean caughtUp) {
        long now = clock.millis();
        return caughtUp ? now : Math.min(now, lastReceivedMillis);
    }
}
