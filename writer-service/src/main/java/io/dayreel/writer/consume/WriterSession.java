package io.dayreel.writer.consume;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.writer.figures.WriterFigures.Gauge;
import io.dayreel.writer.spool.FrameRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/** One membership in the group, from subscribing to leaving. Belongs to the thread that polls. */
final class WriterSession {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final byte[] NO_KEY = {};
    private static final ByteBuffer NO_MESSAGE = ByteBuffer.allocate(0);

    private final Consumer<byte[], ByteBuffer> consumer;
    private final WriterParts parts;
    private final Assignment assignment;
    private final SpoolBudget budget;
    private final LogTrimmer trimmer;
    private final WriterHealth health;

    WriterSession(
            Consumer<byte[], ByteBuffer> consumer,
            WriterParts parts,
            Assignment assignment,
            LogTrimmer trimmer,
            WriterHealth health) {
        this.consumer = consumer;
        this.parts = parts;
        this.assignment = assignment;
        this.budget = new SpoolBudget(parts.directory(), parts.settings().spool());
        this.trimmer = trimmer;
        this.health = health;
    }

    /** Consumes until told to stop, then hands its partitions over. */
    void run(BooleanSupplier stopping) {
        consumer.subscribe(List.of(parts.names().of(Topic.FRAMES)), assignment);
        while (!stopping.getAsBoolean()) {
            consume(poll());
            advance();
        }
        assignment.handOverAll();
    }

    private ConsumerRecords<byte[], ByteBuffer> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            assignment.stop(e.partitions());
            return ConsumerRecords.empty();
        } catch (WakeupException e) {
            return ConsumerRecords.empty(); // asked to stop: the loop sees it
        }
    }

    private void consume(ConsumerRecords<byte[], ByteBuffer> records) {
        for (TopicPartition partition : records.partitions()) {
            Optional<AssignedPartition> assigned = assignment.get(partition.partition());
            if (assigned.isPresent() && assigned.get().writer().isPresent()) {
                consume(assigned.get(), records.records(partition));
            }
        }
    }

    private void consume(AssignedPartition partition, List<ConsumerRecord<byte[], ByteBuffer>> records) {
        PartitionWriter writer = partition.writer().orElseThrow();
        try {
            for (ConsumerRecord<byte[], ByteBuffer> each : records) {
                if (!budget.hasRoom()) {
                    consumer.seek(assignment.frames(partition.number()), writer.position());
                    return;
                }
                FrameRecord record = recordOf(each);
                writer.accept(record);
                budget.spooled(record.message().limit());
            }
            partition.diskTook();
        } catch (IOException e) {
            partition.diskRefused(String.valueOf(e.getMessage()));
            consumer.seek(assignment.frames(partition.number()), writer.position());
        }
    }

    private static FrameRecord recordOf(ConsumerRecord<byte[], ByteBuffer> consumed) {
        byte[] key = consumed.key() == null ? NO_KEY : consumed.key();
        ByteBuffer message =
                consumed.value() == null ? NO_MESSAGE : consumed.value().slice();
        return new FrameRecord(
                consumed.offset(), consumed.timestamp(), new String(key, StandardCharsets.ISO_8859_1), message);
    }

    private void advance() {
        assignment.activateRecovered();
        for (AssignedPartition each : assignment.all()) {
            each.writer().ifPresent(writer -> advance(each, writer));
        }
        parts.archive().advance();
        budget.apply(assignment.all());
        assignment.beginLostAnew();
        assignment.announce();
        assignment.pauseAndResume();
        trim();
        tell();
    }

    private void advance(AssignedPartition partition, PartitionWriter writer) {
        writer.reportCoverage();
        if (partition.waitsForDisk()) {
            return;
        }
        try {
            writer.closeDue(lag(partition) == 0);
        } catch (IOException e) {
            partition.diskRefused(String.valueOf(e.getMessage()));
        }
    }

    /** Records behind the position, as far as the client knows; negative if it does not. */
    private long lag(AssignedPartition partition) {
        OptionalLong lag = consumer.currentLag(assignment.frames(partition.number()));
        return lag.orElse(-1);
    }

    private void trim() {
        if (!trimmer.isDue()) {
            return;
        }
        Instant now = parts.clock().instant();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (AssignedPartition each : assignment.all()) {
            each.writer().ifPresent(writer -> writer.trimmable(now)
                    .ifPresent(offset -> offsets.put(assignment.frames(each.number()), offset)));
        }
        trimmer.trim(offsets);
    }

    private void tell() {
        set(Gauge.PARTITIONS, each -> 1);
        set(Gauge.PARTITIONS_RECOVERING, each -> each.isRecovering() ? 1 : 0);
        set(Gauge.PARTITIONS_STOPPED, each -> each.stopped().isPresent() ? 1 : 0);
        set(Gauge.PARTITIONS_PAUSED, each -> each.writer().isPresent() && !each.isConsumable() ? 1 : 0);
        set(Gauge.LAG_RECORDS, each -> Math.max(0, lag(each)));
        setOfWriters(Gauge.COMMIT_LAG_RECORDS, PartitionWriter::commitLag);
        setOfWriters(Gauge.OPEN_SEGMENTS, PartitionWriter::openSegments);
        setOfWriters(Gauge.WAITING_SEGMENTS, PartitionWriter::waitingSegments);
        parts.figures().set(Gauge.SPOOL_BYTES, parts.directory().bytes());
        health.kafka(assignment.hasJoined() ? assignment.refusal() : Optional.of("not yet a member of the group"));
        health.store(parts.archive().problem());
        health.spool(first(AssignedPartition::diskProblem).or(budget::problem));
        health.partitions(first(AssignedPartition::stopped).or(() -> first(WriterSession::unfinishedReplay)));
    }

    private static Optional<String> unfinishedReplay(AssignedPartition partition) {
        if (partition.isRecovering()) {
            return Optional.of("partition " + partition.number() + " is being looked up");
        }
        return partition
                .writer()
                .filter(writer -> writer.replayLeft() > 0)
                .map(writer -> "partition " + partition.number() + " has " + writer.replayLeft()
                        + " records of its replay left");
    }

    private Optional<String> first(Function<AssignedPartition, Optional<String>> problem) {
        String all = assignment.all().stream()
                .flatMap(each -> problem.apply(each).stream())
                .distinct()
                .limit(5)
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    private void set(Gauge gauge, ToLongFunction<AssignedPartition> value) {
        parts.figures().set(gauge, assignment.all().stream().mapToLong(value).sum());
    }

    private void setOfWriters(Gauge gauge, ToLongFunction<PartitionWriter> value) {
        set(gauge, each -> each.writer().map(value::applyAsLong).orElse(0L));
    }
}
