package io.dayreel.queries;

import io.dayreel.contracts.topics.DevicePartitioner;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.CloseOptions;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.QueryableStoreType;

/**
 * Owns one {@link KafkaStreams}: starts it, answers who holds a key, gives its stores, closes it. A stream thread that
 * fails is replaced; records that cannot be read are logged and left out, since a control topic must not stop for one.
 * Thread-safe.
 */
public final class StreamsRunner implements AutoCloseable {
    /** An announcement with its key-frame table must fit into a changelog record. */
    private static final int MAX_RECORD_BYTES = 6 << 20;

    private static final StreamPartitioner<String, Object> BY_DEVICE =
            (topic, key, value, partitions) -> Optional.of(Set.of(DevicePartitioner.partition(key, partitions)));

    private final KafkaStreams streams;
    private final URI advertised;

    /** Builds but does not start. The topology is keyed by texts that begin with {@code tenant/device}. */
    public StreamsRunner(Supplier<Topology> topology, StreamsSettings settings) {
        advertised = settings.advertised();
        streams = new KafkaStreams(topology.get(), properties(settings));
        streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    /** Returns at once; the stores can be asked when {@link #isReady()}. */
    public void start() {
        streams.start();
    }

    /** Whether the instance takes part and its stores are restored. */
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** The state in Kafka Streams' own word, for health answers. */
    public String state() {
        return streams.state().name();
    }

    /**
     * Who holds the state of a key.
     *
     * @param key begins with {@code tenant/device}
     */
    public Owner owner(String store, String key) {
        if (!streams.state().isRunningOrRebalancing()) {
            return new Owner.Nowhere();
        }
        KeyQueryMetadata metadata = streams.queryMetadataForKey(store, key, BY_DEVICE);
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return new Owner.Nowhere();
        }
        var host = metadata.activeHost();
        if (host.host().equals(advertised.getHost()) && host.port() == advertised.getPort()) {
            return new Owner.Here();
        }
        return new Owner.There(address(host.host(), host.port()));
    }

    /** The other instances that hold a part of a store, for queries over all keys. */
    public List<URI> peers(String store) {
        return streams.streamsMetadataForStore(store).stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !(host.host().equals(advertised.getHost()) && host.port() == advertised.getPort()))
                .map(host -> address(host.host(), host.port()))
                .distinct()
                .toList();
    }

    /**
     * A store of this instance, read-only; a view over its partitions here.
     *
     * @throws StoreUnavailableException while it is being restored or moved
     */
    public <T> T store(String name, QueryableStoreType<T> type) {
        try {
            return streams.store(StoreQueryParameters.fromNameAndType(name, type));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new StoreUnavailableException("the store " + name + " is being restored, try again", e);
        }
    }

    /** Stops within 5 s and leaves state on disk for the next start. Keeps static membership for a quick return. */
    @Override
    public void close() {
        streams.close(new CloseOptions().timeout(Duration.ofSeconds(5)).leaveGroup(false));
    }

    private URI address(String host, int port) {
        return URI.create(advertised.getScheme() + "://" + host + ":" + port);
    }

    private static Properties properties(StreamsSettings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.kafka());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                settings.advertised().getHost() + ":" + settings.advertised().getPort());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replication());
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 16L << 20);
        properties.put(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), (int)
                settings.sessionTimeout().toMillis());
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), settings.instanceId());
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_RECORD_BYTES);
        properties.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MAX_RECORD_BYTES);
        return properties;
    }
}
