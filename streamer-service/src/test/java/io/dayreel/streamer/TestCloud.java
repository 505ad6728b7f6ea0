package io.dayreel.streamer;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.segment.ClosedSegment;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.store.SegmentKey;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.SegmentDirectory;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.camera.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What surrounds a streamer, on real parts: topics on the shared broker, a directory store, and a small archive that
 * writes real segments of what was sent when a test says so. Answers the indexer's questions from what it announced.
 */
public final class TestCloud implements SegmentDirectory, AutoCloseable {
    public static final int PARTITIONS = 4;

    private final KafkaBroker broker = KafkaBroker.shared();
    private final TopicNames names =
            new TopicNames("t" + UUID.randomUUID().toString().substring(0, 8) + "-");
    private final Path directory;
    private final ObjectStore store;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<StreamId, List<Sent>> unarchived = new HashMap<>();
    private final Map<StreamId, List<StoredConfiguration>> configurations = new HashMap<>();
    private final List<Announced> announced = new CopyOnWriteArrayList<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean indexerDown;
    private long receivedMillis = 1_700_000_000_000L;
    private boolean realTime;
    private int segments;

    private record Sent(int partition, long offset, long receivedMillis, byte[] message) {}

    public TestCloud(Path directory) {
        this(directory, ObjectStores.open(ObjectStoreLocation.directory(directory.resolve("store"))));
    }

    /** @param store closed with this */
    public TestCloud(Path directory, ObjectStore store) {
        this.directory = directory;
        this.store = store;
        for (Topic topic : List.of(Topic.FRAMES, Topic.SEGMENTS, Topic.REPAIR_WISHES, Topic.CUTS)) {
            broker.createTopics(
                    List.of(new NewTopic(names.of(topic), PARTITIONS, (short) 1).configs(topic.settings())));
        }
        Map<String, Object> properties = kafka().producer("test-cloud");
        properties.put("partitioner.class", DevicePartitioner.class.getName());
        properties.put("max.request.size", 6 << 20);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** From now on messages are received when they are sent, and not at some time in the past. */
    public TestCloud inRealTime() {
        realTime = true;
        return this;
    }

    public KafkaConnection kafka() {
        return new KafkaConnection(broker.bootstrapServers(), Map.of());
    }

    public TopicNames names() {
        return names;
    }

    public Path directory() {
        return directory;
    }

    public ObjectStore store() {
        return store;
    }

    /** Puts frames into {@code frames} as ingest does, and waits until Kafka took them. */
    public void send(StreamId stream, Sending sending, int framesPerMessage) {
        sending.messages(framesPerMessage, message -> send(stream, message));
    }

    public long send(StreamId stream, byte[] message) {
        try {
            receivedMillis = realTime ? Math.max(receivedMillis + 1, System.currentTimeMillis()) : receivedMillis + 1;
            RecordMetadata at = producer.send(new ProducerRecord<>(
                            names.of(Topic.FRAMES), null, receivedMillis, stream.toString(), message))
                    .get();
            unarchived
                    .computeIfAbsent(stream, id -> new ArrayList<>())
                    .add(new Sent(at.partition(), at.offset(), receivedMillis, message));
            return at.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not take the message", e);
        }
    }

    /** Writes everything sent of a stream since the last call into one segment, and announces it. */
    public Announced archive(StreamId stream) {
        Announced segment = store(stream);
        announce(segment);
        return segment;
    }

    /** As {@link #archive}, with a byte of one frame's body changed on its way to the store. */
    public void archiveDamaged(StreamId stream, byte[] frame) {
        announce(store(stream, file -> damage(file, frame)));
    }

    private static void damage(Path file, byte[] frame) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            int last = frame.length - 1;
            for (int at = 0; at + last < bytes.length; at++) {
                if (Arrays.equals(bytes, at, at + frame.length, frame, 0, frame.length)) {
                    bytes[at + last] ^= 1;
                    Files.write(file, bytes);
                    return;
                }
            }
            throw new AssertionError("the segment does not hold the frame");
        } catch (IOException e) {
            throw new AssertionError("the segment could not be damaged", e);
        }
    }

    /** As {@link #archive}, without announcing. */
    public Announced store(StreamId stream) {
        return store(stream, file -> {});
    }

    private Announced store(StreamId stream, Consumer<Path> change) {
        List<Sent> records = unarchived.remove(stream);
        Path file = directory.resolve("segment-" + segments++);
        try (SegmentWriter writer = new SegmentWriter(
                file,
                new SegmentHeader(stream, Instant.EPOCH, "test"),
                configurations.getOrDefault(stream, List.of()))) {
            FrameView view = new FrameView();
            for (Sent sent : records) {
                for (int at = 0; at < sent.message().length; at = view.end()) {
                    view.wrap(sent.message(), at, sent.message().length);
                    writer.append(view);
                }
                writer.batch(sent.receivedMillis(), "topic", sent.partition(), sent.offset());
            }
            configurations.put(stream, writer.configurations());
            ClosedSegment closed = writer.finish(List.of());
            String key = SegmentKey.of(
                            stream,
                            closed.summary().first(),
                            closed.summary().root().bytes())
                    .toString();
            change.accept(closed.file());
            store.put(key, closed.file());
            return SegmentAnnouncement.of(closed.summary(), key, "age", "test", receivedMillis);
        } catch (IOException e) {
            throw new AssertionError("the segment could not be written", e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AssertionError("the file could not be deleted", e);
        }
    }

    public void announce(SegmentRecord record) {
        if (record instanceof Announced segment) {
            announced.add(segment);
        } else {
            announced.removeIf(segment -> segment.key().equals(record.key()));
        }
        publish(record);
    }

    /** Tells Kafka, and not the indexer. */
    public void publish(SegmentRecord record) {
        try {
            producer.send(new ProducerRecord<>(
                            names.of(Topic.SEGMENTS), record.stream() + "/0-0", Json.writeBytes(record)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("Kafka did not take the announcement", e);
        }
    }

    /** Commits for the writer that everything of a device's partition before an offset is archived. */
    public void commit(DeviceId device, long offset) {
        TopicPartition partition = partition(device);
        try {
            broker.admin()
                    .alterConsumerGroupOffsets(names.group("writer"), Map.of(partition, new OffsetAndMetadata(offset)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the offset was not committed", e);
        }
    }

    /** Deletes records as the writer does behind the archive. */
    public void deleteRecords(DeviceId device, long beforeOffset) {
        try {
            admin().deleteRecords(Map.of(partition(device), RecordsToDelete.beforeOffset(beforeOffset)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("the records were not deleted", e);
        }
    }

    public Admin admin() {
        return broker.admin();
    }

    public TopicPartition partition(DeviceId device) {
        return new TopicPartition(names.of(Topic.FRAMES), DevicePartitioner.partition(device, PARTITIONS));
    }

    /** From now on the indexer does not answer. */
    public void stopIndexer() {
        indexerDown = true;
    }

    /** How often the indexer was asked. */
    public int questions() {
        return questions.get();
    }

    @Override
    public List<Announced> segments(StreamId stream) {
        ask();
        return announced.stream()
                .filter(segment -> segment.stream().equals(stream))
                .toList();
    }

    @Override
    public List<Day> days(DeviceId device) {
        ask();
        return announced.stream()
                .map(Announced::stream)
                .filter(stream -> stream.deviceId().equals(device))
                .map(StreamId::day)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Override
    public boolean isKnown(DeviceId device) {
        return !days(device).isEmpty();
    }

    private void ask() {
        questions.incrementAndGet();
        if (indexerDown) {
            throw new ArchiveUnavailableException("the test stopped the indexer", null);
        }
    }

    @Override
    public void close() {
        producer.close();
        store.close();
    }
}
