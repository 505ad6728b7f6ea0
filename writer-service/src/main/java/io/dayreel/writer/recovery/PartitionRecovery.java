package io.dayreel.writer.recovery;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.writer.offsets.CommitMark;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out where a partition stands that was just assigned: committed offset, what announcements since then hold, end
 * of the log (I3). Asked after the assignment, the answer is final: a writer of an earlier generation can commit nothing
 * more. Runs on one thread of its own, so that the group's poll goes on meanwhile.
 */
public final class PartitionRecovery implements AutoCloseable {
    private static final int MAX_PARTITIONS = 10_000;

    private final TopicNames names;
    private final String group;
    private final KafkaFacts kafka;
    private final AnnouncementReplay announcements;
    private final ThreadPoolExecutor thread;

    /**
     * @param admin not closed with this
     * @param consumers makes consumers without a group that read committed records only
     * @param limit for each question to Kafka; longer than a transaction may stay open
     */
    public PartitionRecovery(
            TopicNames names, String group, Admin admin, Supplier<Consumer<String, byte[]>> consumers, Duration limit) {
        this.names = names;
        this.group = group;
        this.kafka = new KafkaFacts(admin, limit);
        this.announcements = new AnnouncementReplay(consumers, limit);
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_PARTITIONS), task -> {
                    Thread recovery = new Thread(task, "dayreel-writer-recovery");
                    recovery.setDaemon(true);
                    return recovery;
                });
    }

    /**
     * Begins to look a partition up.
     *
     * @return fails with {@link PartitionStopped} if its place is unknown, with a KafkaException if Kafka did not answer
     */
    public CompletableFuture<RecoveredPartition> recover(int partition) {
        return CompletableFuture.supplyAsync(() -> lookUp(partition), thread);
    }

    private RecoveredPartition lookUp(int partition) {
        TopicPartition frames = new TopicPartition(names.of(Topic.FRAMES), partition);
        TopicPartition segments = new TopicPartition(names.of(Topic.SEGMENTS), partition);
        String framesId = kafka.topicId(frames.topic());
        String segmentsId = kafka.topicId(segments.topic());
        Optional<OffsetAndMetadata> committed = kafka.committed(group, frames);
        Optional<CommitMark> mark = committed.flatMap(offset -> CommitMark.parse(offset.metadata()));
        long earliest = kafka.earliest(frames);
        long end = kafka.end(frames);
        long first = committed.map(OffsetAndMetadata::offset).orElse(earliest);
        requireWithin(frames, first, earliest, end);
        requireSameTopic(frames, mark, framesId);
        long segmentsEnd = kafka.end(segments);
        AnnouncementReplay.Found found = announcements.read(
                segments,
                replayStart(segments, mark, segmentsId),
                segmentsEnd,
                new AnnouncementReplay.Wanted(framesId, partition, first));
        return new RecoveredPartition(
                partition, framesId, segmentsId, first, end, found.offsets(), found.heads(), segmentsEnd);
    }

    private long replayStart(TopicPartition segments, Optional<CommitMark> mark, String segmentsId) {
        long earliest = kafka.earliest(segments);
        return mark.filter(known -> known.segmentsTopicId().equals(segmentsId))
                .map(known -> Math.max(earliest, known.segmentsOffset()))
                .orElse(earliest);
    }

    private void requireWithin(TopicPartition frames, long first, long earliest, long end) {
        if (first < earliest || first > end) {
            throw new PartitionStopped(stopped(
                    frames,
                    "the committed offset " + first + " is outside of the log (" + earliest + " to " + end + ")"));
        }
    }

    private void requireSameTopic(TopicPartition frames, Optional<CommitMark> mark, String topicId) {
        if (mark.isPresent() && !mark.get().framesTopicId().equals(topicId)) {
            throw new PartitionStopped(stopped(
                    frames,
                    "the topic was made anew (" + topicId + ", not "
                            + mark.get().framesTopicId() + ")"));
        }
    }

    private String stopped(TopicPartition frames, String what) {
        return frames + ": " + what + ". Find out what happened to the log; then reset the offset of group " + group
                + " for this partition to the log's beginning and restart the writer";
    }

    /** Gives up what is being looked up. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
