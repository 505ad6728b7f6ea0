package io.dayreel.writer.recovery;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.offsets.AnnouncedOffsets;
import io.dayreel.writer.offsets.StreamHeads;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the announcements that a replay has to know. Thread-safe. */
final class AnnouncementReplay {
    private static final LogEvents LOG = LogEvents.of(AnnouncementReplay.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Duration limit;

    /**
     * @param consumers makes consumers without a group that read committed records only
     * @param limit time without progress after which reading fails
     */
    AnnouncementReplay(Supplier<Consumer<String, byte[]>> consumers, Duration limit) {
        this.consumers = consumers;
        this.limit = limit;
    }

    /** Which records of a partition of {@code frames} are asked for. */
    record Wanted(String framesTopicId, int partition, long firstOffset) {
        boolean includes(SegmentRecord.SourceOffsets source) {
            return source.partition() == partition
                    && source.lastOffset() >= firstOffset
                    && source.topicId().equals(framesTopicId);
        }
    }

    /** What announcements say: which records they hold, and which segments nobody follows yet. */
    record Found(AnnouncedOffsets offsets, StreamHeads heads) {}

    /**
     * Reads a partition of {@code segments}.
     *
     * @param to its end, also behind open transactions: reading waits until they are committed or aborted, since the
     *     one that moved the committed offset may be among them
     */
    Found read(TopicPartition segments, long from, long to, Wanted wanted) {
        Found announced = new Found(new AnnouncedOffsets(), new StreamHeads());
        if (from >= to) {
            return announced;
        }
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            consumer.assign(List.of(segments));
            consumer.seek(segments, from);
            long position = from;
            long progressAt = System.nanoTime();
            while (position < to) {
                consumer.poll(POLL).forEach(read -> note(read, wanted, announced));
                long now = consumer.position(segments);
                if (now > position) {
                    position = now;
                    progressAt = System.nanoTime();
                } else if (System.nanoTime() - progressAt > limit.toNanos()) {
                    throw new KafkaException("reading " + segments + " stands at " + position + " of " + to
                            + ": a transaction there does not end");
                }
            }
        }
        return announced;
    }

    private static void note(ConsumerRecord<String, byte[]> read, Wanted wanted, Found found) {
        if (read.value() == null) {
            return;
        }
        try {
            if (Json.read(read.value(), SegmentRecord.class) instanceof SegmentRecord.Announced segment) {
                if (wanted.includes(segment.source())) {
                    found.offsets.add(
                            segment.stream(),
                            segment.source().firstOffset(),
                            segment.source().lastOffset(),
                            read.offset());
                }
                found.heads.announced(
                        segment.stream(),
                        MerkleHash.ofHex(segment.root()),
                        segment.follows().stream().map(MerkleHash::ofHex).toList(),
                        read.offset(),
                        read.timestamp());
            }
        } catch (JsonFormatException | IllegalArgumentException e) {
            LOG.warn("announcement-unreadable", "at", read.partition() + ":" + read.offset(), "reason", e.getMessage());
        }
    }
}
