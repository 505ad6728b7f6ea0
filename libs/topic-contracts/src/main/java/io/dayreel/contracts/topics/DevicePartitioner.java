package io.dayreel.contracts.topics;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Partition of everything that belongs to a device: Kafka's murmur2 of UTF-8 {@code tenant/device}, modulo the number
 * of partitions. The key may go on with day and frame, so that a device's partition never changes at midnight. The one
 * partitioner of all producers and of Streams queries; stateless and thread-safe.
 */
public final class DevicePartitioner implements Partitioner {

    /** The partition of a device on every stream topic with {@code partitions} partitions. */
    public static int partition(DeviceId device, int partitions) {
        return partitionOf(device.toString().getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** The partition of a stream: that of its device. */
    public static int partition(StreamId stream, int partitions) {
        return partition(stream.deviceId(), partitions);
    }

    /** The partition of a key that begins with {@code tenant/device}. */
    public static int partition(String key, int partitions) {
        int tenantEnd = key.indexOf('/');
        int deviceEnd = tenantEnd < 0 ? -1 : key.indexOf('/', tenantEnd + 1);
        String device = deviceEnd < 0 ? key : key.substring(0, deviceEnd);
        return partitionOf(device.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private static int partitionOf(byte[] device, int partitions) {
        return Utils.toPositive(Utils.murmur2(device)) % partitions;
    }

    @Override
    public int partition(String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
        if (keyBytes == null) {
            throw new IllegalArgumentException("a record on " + topic + " needs a key that begins with tenant/device");
        }
        return partition(new String(keyBytes, StandardCharsets.UTF_8), cluster.partitionCountForTopic(topic));
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // Nothing to configure: the rule is the same everywhere.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
