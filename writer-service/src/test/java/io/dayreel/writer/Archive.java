package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.SegmentKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a reader finds who knows nothing of the writer: committed announcements in {@code segments} and the objects that
 * they name, read frame by frame.
 */
public final class Archive {
    private final WriterRig rig;
    private final ObjectStore store;

    public Archive(WriterRig rig, ObjectStore store) {
        this.rig = rig;
        this.store = store;
    }

    /** Every committed announcement, in the order of partitions and offsets. */
    public List<SegmentRecord.Announced> announcements() {
        List<SegmentRecord.Announced> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        rig.broker().bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, rig.partitions())
                    .mapToObj(each -> new TopicPartition(rig.names().of(Topic.SEGMENTS), each))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> {
                    if (Json.read(each.value(), SegmentRecord.class) instanceof SegmentRecord.Announced announced) {
                        assertThat(each.partition()).isEqualTo(rig.partitionOf(announced.stream()));
                        found.add(announced);
                    }
                });
            }
        }
        return found;
    }

    public long announcedFrames(StreamId stream) {
        return announcements().stream()
                .filter(each -> each.stream().equals(stream))
                .mapToLong(SegmentRecord.Announced::frames)
                .sum();
    }

    /**
     * The frames of a stream in all announced segments, after checking that each object is what its announcement says
     * and that no record of {@code frames} is announced twice.
     */
    public Map<FramePosition, List<byte[]>> frames(StreamId stream) {
        List<SegmentRecord.Announced> announced = announcements().stream()
                .filter(each -> each.stream().equals(stream))
                .toList();
        assertNoOffsetTwice(announced);
        Map<FramePosition, List<byte[]>> frames = new HashMap<>();
        announced.forEach(each -> read(each, frames));
        return frames;
    }

    private void read(SegmentRecord.Announced announced, Map<FramePosition, List<byte[]>> frames) {
        byte[] object = store.readAll(announced.key(), 1 << 30);
        try {
            SegmentReader reader = new SegmentReader(bytes(object));
            assertThat(object).hasSize(Math.toIntExact(announced.size()));
            assertThat(reader.verify(MerkleHash.ofHex(announced.root())).isIntact())
                    .isTrue();
            SegmentKey key = SegmentKey.parse(announced.key());
            assertThat(announced.root()).startsWith(key.rootPrefix());
            Map<Integer, TreeMap<Long, Long>> counters = new HashMap<>();
            reader.forEachFrame((offset, frame) -> {
                frames.computeIfAbsent(new FramePosition(frame.run(), frame.counter()), position -> new ArrayList<>())
                        .add(frame.messageBytes());
                counters.computeIfAbsent(frame.run(), run -> new TreeMap<>()).merge(frame.counter(), 1L, Long::sum);
            });
            for (SegmentRecord.StoredRun run : announced.runs()) {
                assertThat(run.ranges().size())
                        .isEqualTo(counters.get(run.run()).size());
                counters.get(run.run()).keySet().forEach(counter -> assertThat(
                                run.ranges().contains(counter))
                        .isTrue());
            }
            assertThat(announced.runs()).hasSize(counters.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNoOffsetTwice(List<SegmentRecord.Announced> announced) {
        TreeMap<Long, Long> ranges = new TreeMap<>();
        for (SegmentRecord.Announced each : announced) {
            long first = each.source().firstOffset();
            long last = each.source().lastOffset();
            Map.Entry<Long, Long> before = ranges.floorEntry(last);
            assertThat(before == null || before.getValue() < first)
                    .as("records %d to %d of %s are announced once, not again with %s", first, last, each.key(), before)
                    .isTrue();
            ranges.put(first, last);
        }
    }

    private static ByteSource bytes(byte[] object) {
        return new ByteSource() {
            @Override
            public long size() {
                return object.length;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                return ByteBuffer.wrap(object, Math.toIntExact(offset), length).slice();
            }
        };
    }
}
