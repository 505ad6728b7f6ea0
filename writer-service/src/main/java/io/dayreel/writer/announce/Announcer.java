package io.dayreel.writer.announce;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.offsets.CommitMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Announces stored segments and commits the offsets behind them in one Kafka transaction with the group's metadata, so
 * that a writer that lost its partition cannot announce (I3). Not thread-safe; belongs to the thread that polls, and
 * blocks it no longer than the producer's own limits. Owns its producer.
 */
public final class Announcer implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(Announcer.class);
    private static final int COMMIT_ATTEMPTS = 2;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Supplier<Producer<String, byte[]>> producers;
    private final TopicNames names;
    private Optional<Producer<String, byte[]>> current = Optional.empty();

    /** @param producers makes transactional producers, all with this instance's transactional id, not yet initialised */
    public Announcer(Supplier<Producer<String, byte[]>> producers, TopicNames names) {
        this.producers = producers;
        this.names = names;
    }

    /** Fences an earlier process with this instance's id and ends what it left open. */
    public void prepare() {
        producer();
    }

    /**
     * @param commits at most one per partition
     * @param group the group as the consumer that owns the partitions knows it now
     */
    public AnnounceOutcome announce(Collection<PartitionCommit> commits, ConsumerGroupMetadata group) {
        Producer<String, byte[]> producer;
        try {
            producer = producer();
            producer.beginTransaction();
        } catch (KafkaException e) {
            drop();
            return refused(e);
        }
        Map<Integer, List<Long>> offsets;
        try {
            offsets = send(producer, commits);
            producer.sendOffsetsToTransaction(marks(commits, offsets), group);
        } catch (KafkaException e) {
            abort(producer);
            return refused(e);
        }
        return commit(producer, offsets);
    }

    private Map<Integer, List<Long>> send(Producer<String, byte[]> producer, Collection<PartitionCommit> commits) {
        Map<Integer, List<Future<RecordMetadata>>> sent = new HashMap<>();
        for (PartitionCommit commit : commits) {
            List<Future<RecordMetadata>> ofPartition = new ArrayList<>();
            for (SegmentRecord.Announced announcement : commit.announcements()) {
                ofPartition.add(producer.send(message(commit.partition(), announcement)));
            }
            sent.put(commit.partition(), ofPartition);
        }
        producer.flush();
        Map<Integer, List<Long>> offsets = new HashMap<>();
        sent.forEach((partition, futures) ->
                offsets.put(partition, futures.stream().map(Announcer::offsetOf).toList()));
        return offsets;
    }

    private ProducerRecord<String, byte[]> message(int partition, SegmentRecord.Announced announcement) {
        SegmentRecord.StoredRun first = announcement.runs().get(0);
        String key =
                announcement.stream() + "/" + first.run() + "-" + first.ranges().first();
        return new ProducerRecord<>(
                names.of(Topic.SEGMENTS), partition, key, Json.writeBytes((SegmentRecord) announcement));
    }

    private static long offsetOf(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while announcing", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> marks(
            Collection<PartitionCommit> commits, Map<Integer, List<Long>> offsets) {
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        for (PartitionCommit commit : commits) {
            PartitionCommit.Known known = commit.known();
            CommitMark mark = new CommitMark(
                    known.framesTopicId(),
                    known.segmentsTopicId(),
                    oldestNeeded(commit, offsets.get(commit.partition())));
            marks.put(
                    new TopicPartition(names.of(Topic.FRAMES), commit.partition()),
                    new OffsetAndMetadata(commit.offset(), mark.toString()));
        }
        return marks;
    }

    private static long oldestNeeded(PartitionCommit commit, List<Long> announcedAt) {
        long oldest = commit.known().oldestNeeded().orElse(Long.MAX_VALUE);
        long end = commit.known().segmentsEnd();
        for (long offset : announcedAt) {
            end = Math.max(end, offset + 1);
            oldest = Math.min(oldest, offset); // the stream's next segment follows it
        }
        return Math.min(oldest, end);
    }

    private AnnounceOutcome commit(Producer<String, byte[]> producer, Map<Integer, List<Long>> offsets) {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return new AnnounceOutcome.Announced(offsets);
            } catch (TimeoutException e) {
                if (attempt == COMMIT_ATTEMPTS) {
                    return unknown(e);
                }
            } catch (KafkaException e) {
                return unknown(e);
            }
        }
    }

    private AnnounceOutcome unknown(KafkaException cause) {
        drop();
        LOG.warn("announcement-outcome-unknown", "reason", cause);
        return new AnnounceOutcome.Unknown(String.valueOf(cause.getMessage()));
    }

    private static AnnounceOutcome refused(KafkaException cause) {
        LOG.warn("announcement-refused", "reason", cause);
        return new AnnounceOutcome.Refused(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    private void abort(Producer<String, byte[]> producer) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            drop(); // fenced, or not answered: the next producer's initialisation ends the transaction
        }
    }

    private Producer<String, byte[]> producer() {
        if (current.isEmpty()) {
            Producer<String, byte[]> producer = producers.get();
            current = Optional.of(producer);
            producer.initTransactions();
        }
        return current.get();
    }

    private void drop() {
        current.ifPresent(producer -> producer.close(Duration.ZERO));
        current = Optional.empty();
    }

    @Override
    public void close() {
        current.ifPresent(producer -> producer.close(CLOSE_LIMIT));
        current = Optional.empty();
    }
}
