package io.dayreel.benchmarks.baseline;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A plain consumer group of one member that reads everything on the topics {@code plain-…}, with Kafka's default
 * settings, and forgets it: {@code ConsumerMain BOOTSTRAP GROUP}. Prints {@code assigned TOPIC} for each topic that it
 * begins to read, and {@code read TOPIC RECORDS BYTES} after each poll that found something. Ends with its input.
 */
public final class ConsumerMain {
    private static final Duration POLL = Duration.ofMillis(100);

    private ConsumerMain() {}

    /** See the class. */
    public static void main(String[] arguments) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("group.id", arguments[1]);
        settings.put("auto.offset.reset", "earliest");
        // Fresh topics are found soon.
        settings.put("metadata.max.age.ms", "1000");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(Pattern.compile("plain-.*"), new Announce());
            System.out.println("ready");
            endWithInput(consumer);
            read(consumer);
        } catch (WakeupException ended) {
            System.out.println("ended");
        }
    }

    private static void endWithInput(KafkaConsumer<byte[], byte[]> consumer) {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("no input: " + e);
                    } finally {
                        consumer.wakeup();
                    }
                },
                "dayreel-benchmarks-input");
        watch.setDaemon(true);
        watch.start();
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer) {
        Map<String, long[]> totals = new HashMap<>();
        while (!Thread.currentThread().isInterrupted()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            String topic = null;
            long[] total = null;
            for (ConsumerRecord<byte[], byte[]> each : records) {
                if (!each.topic().equals(topic)) {
                    topic = each.topic();
                    total = totals.computeIfAbsent(topic, name -> new long[2]);
                }
                total[0]++;
                total[1] += each.serializedValueSize();
            }
            if (topic != null) {
                System.out.println("read " + topic + " " + total[0] + " " + total[1]);
            }
        }
    }

    private static final class Announce implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // The group has one member: what is revoked comes back.
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.stream()
                    .map(TopicPartition::topic)
                    .distinct()
                    .forEach(topic -> System.out.println("assigned " + topic));
        }
    }
}
