package io.dayreel.writer.consume;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.announce.AnnounceOutcome;
import io.dayreel.writer.announce.Announcer;
import io.dayreel.writer.consume.PartitionWriter.Announcing;
import io.dayreel.writer.figures.WriterFigures.Count;
import io.dayreel.writer.recovery.PartitionRecovery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that the group gave this writer, and what happens when they come and go. All of it runs on the thread
 * that polls, so that no transaction is under way while a partition is taken away.
 */
final class Assignment implements ConsumerRebalanceListener {
    private static final LogEvents LOG = LogEvents.of(Assignment.class);
    private static final long WAIT_STEP_MILLIS = 50;

    private final Consumer<?, ?> consumer;
    private final WriterParts parts;
    private final PartitionRecovery recovery;
    private final Announcer announcer;
    private final Map<Integer, AssignedPartition> partitions = new HashMap<>();
    private boolean joined;
    private Optional<String> refusal = Optional.empty();
    private long announceAgainAtNanos = System.nanoTime();

    Assignment(Consumer<?, ?> consumer, WriterParts parts, PartitionRecovery recovery, Announcer announcer) {
        this.consumer = consumer;
        this.parts = parts;
        this.recovery = recovery;
        this.announcer = announcer;
    }

    /** Whether the group has given this writer its share, which may be nothing. */
    boolean hasJoined() {
        return joined;
    }

    /** Why Kafka refused the latest announcement, until one succeeds. */
    Optional<String> refusal() {
        return refusal;
    }

    Collection<AssignedPartition> all() {
        return List.copyOf(partitions.values());
    }

    Optional<AssignedPartition> get(int partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    TopicPartition frames(int partition) {
        return new TopicPartition(parts.names().of(Topic.FRAMES), partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        joined = true;
        LOG.info("partitions-assigned", "partitions", assigned);
        // A place to stand at until the real one is known: without any, the client would ask for the committed offset
        // itself and fail where there is none. Paused, it fetches nothing.
        consumer.pause(assigned);
        assigned.forEach(partition -> consumer.seek(partition, 0));
        long retryNanos = parts.settings().pace().retry().toNanos();
        for (TopicPartition partition : assigned) {
            partitions.put(partition.partition(), new AssignedPartition(partition.partition(), recovery, retryNanos));
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        LOG.info("partitions-revoked", "partitions", revoked);
        handOver(remove(revoked));
    }

    /** Another writer has them already: nothing of them may be announced any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        LOG.warn("partitions-lost", "partitions", lost);
        remove(lost).forEach(AssignedPartition::discard);
    }

    private List<AssignedPartition> remove(Collection<TopicPartition> gone) {
        List<AssignedPartition> removed = new ArrayList<>();
        for (TopicPartition partition : gone) {
            Optional.ofNullable(partitions.remove(partition.partition())).ifPresent(removed::add);
        }
        return removed;
    }

    /** Begins partitions whose place was found. */
    void activateRecovered() {
        for (AssignedPartition each : all()) {
            each.recovered().ifPresent(place -> {
                LOG.info(
                        "partition-begun",
                        "partition",
                        each.number(),
                        "offset",
                        place.firstOffset(),
                        "end",
                        place.endOffset());
                consumer.seek(frames(each.number()), place.firstOffset());
                each.activate(new PartitionWriter(place, parts));
            });
        }
    }

    /** Fetches what may be fetched and nothing else. */
    void pauseAndResume() {
        List<TopicPartition> paused = new ArrayList<>();
        List<TopicPartition> consumed = new ArrayList<>();
        for (AssignedPartition each : all()) {
            (each.isConsumable() ? consumed : paused).add(frames(each.number()));
        }
        consumer.pause(paused);
        consumer.resume(consumed);
    }

    /** Announces what was stored, and moves offsets that have to. */
    void announce() {
        if (System.nanoTime() - announceAgainAtNanos >= 0) {
            announce(all());
        }
    }

    private void announce(Collection<AssignedPartition> of) {
        Map<AssignedPartition, Announcing> announcing = new HashMap<>();
        of.forEach(each ->
                each.writer().flatMap(PartitionWriter::announceable).ifPresent(what -> announcing.put(each, what)));
        if (announcing.isEmpty()) {
            return;
        }
        AnnounceOutcome outcome = announcer.announce(
                announcing.values().stream().map(Announcing::commit).toList(), consumer.groupMetadata());
        if (outcome instanceof AnnounceOutcome.Announced announced) {
            refusal = Optional.empty();
            announcing.forEach((partition, what) -> partition
                    .writer()
                    .orElseThrow()
                    .announced(what, announced.offsets().get(partition.number())));
        } else if (outcome instanceof AnnounceOutcome.Refused refused) {
            parts.figures().count(Count.TRANSACTIONS_FAILED);
            refusal = Optional.of(refused.reason());
            announceAgainAtNanos =
                    System.nanoTime() + parts.settings().pace().retry().toNanos();
        } else if (outcome instanceof AnnounceOutcome.Unknown unknown) {
            parts.figures().count(Count.TRANSACTIONS_FAILED);
            refusal = Optional.of(unknown.reason());
            announcing.keySet().stream().filter(partitions::containsValue).forEach(this::beginAnew);
        }
    }

    /** Begins partitions anew of which a closed segment cannot be stored any more. */
    void beginLostAnew() {
        for (AssignedPartition each : all()) {
            if (each.writer().map(PartitionWriter::hasLostSegment).orElse(false)) {
                beginAnew(each);
            }
        }
    }

    private void beginAnew(AssignedPartition partition) {
        LOG.warn("partition-begun-anew", "partition", partition.number());
        parts.figures().count(Count.RESETS);
        partition.beginAnew();
    }

    /** Stops partitions whose next offset is not in the log any more; the others go on. */
    void stop(Collection<TopicPartition> outOfRange) {
        for (TopicPartition partition : outOfRange) {
            get(partition.partition())
                    .ifPresent(each -> each.stop(partition + ": offset "
                            + each.writer().map(PartitionWriter::position).orElse(-1L)
                            + " is not in the log any more. Find out what deleted records before they were archived,"
                            + " then reset the group's offset and restart the writer"));
        }
    }

    /** Gives all partitions up in order, within the handover's limit. */
    void handOverAll() {
        List<AssignedPartition> going = new ArrayList<>(partitions.values());
        partitions.clear();
        handOver(going);
    }

    /** Gives all partitions up at once. */
    void discardAll() {
        partitions.values().forEach(AssignedPartition::discard);
        partitions.clear();
    }

    private void handOver(List<AssignedPartition> going) {
        long deadline = System.nanoTime() + parts.settings().handover().limit().toNanos();
        List<PartitionWriter> writers =
                going.stream().flatMap(each -> each.writer().stream()).toList();
        writers.forEach(Assignment::closeForHandover);
        writers.forEach(PartitionWriter::reportCoverageNow);
        try {
            while (writers.stream().anyMatch(PartitionWriter::hasSegmentsToStore)
                    && !parts.archive().isFailing()
                    && System.nanoTime() - deadline < 0) {
                parts.archive().awaitAttempt(WAIT_STEP_MILLIS);
            }
            for (PartitionWriter writer : writers) {
                writer.finishCoverage(deadline);
            }
            announce(going);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            going.forEach(AssignedPartition::discard);
        }
    }

    private static void closeForHandover(PartitionWriter writer) {
        try {
            writer.closeForHandover();
        } catch (IOException e) {
            LOG.warn("segment-not-handed-over", "reason", e.getMessage());
        }
    }
}
