package io.dayreel.writer;

import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.broker.KafkaBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** An installation's topics on a real broker, and ingest's side of {@code frames}. */
public final class WriterRig implements AutoCloseable {
    private final KafkaBroker broker;
    private final TopicNames names =
            new TopicNames("t" + UUID.randomUUID().toString().substring(0, 8) + ".");
    private final int partitions;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    public WriterRig(KafkaBroker broker, int partitions) {
        this.broker = broker;
        this.partitions = partitions;
        broker.createTopics(List.of(topic(Topic.FRAMES), topic(Topic.SEGMENTS), topic(Topic.COVERAGE)));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        6 << 20,
                        ProducerConfig.PARTITIONER_CLASS_CONFIG,
                        DevicePartitioner.class),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private NewTopic topic(Topic topic) {
        return new NewTopic(names.of(topic), partitions, (short) 1).configs(topic.settings());
    }

    public KafkaBroker broker() {
        return broker;
    }

    public TopicNames names() {
        return names;
    }

    public int partitions() {
        return partitions;
    }

    public int partitionOf(StreamId stream) {
        return DevicePartitioner.partition(stream, partitions);
    }

    /** Produces messages of a stream as received now; {@link #flush} waits for them. */
    public void produce(StreamId stream, List<byte[]> messages) {
        messages.forEach(message -> produce(stream.toString(), message, System.currentTimeMillis()));
    }

    public void produce(String key, byte[] message, long receivedMillis) {
        sent.add(producer.send(new ProducerRecord<>(names.of(Topic.FRAMES), null, receivedMillis, key, message)));
    }

    /** Returns once everything produced is durable. */
    public void flush() {
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError("not produced", e);
            }
        }
        sent.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
