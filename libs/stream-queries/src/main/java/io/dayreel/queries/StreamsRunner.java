package io.dayreel.queries;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.queries.Holders.Share;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
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
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;

/**
 * Owns one {@link KafkaStreams}: starts it, answers who holds a key, gives its stores, closes it. A stream thread that
 * fails is replaced; records that cannot be read are logged and left out, since a control topic must not stop for one.
 * Thread-safe.
 */
public final class StreamsRunner implements AutoCloseable {
    /** An announcement with its key-frame table must fit into a changelog record. */
    private static final int MAX_RECORD_BYTES = 6 << 20;

    private final KafkaStreams streams;
    private final URI advertised;
    private volatile boolean closing;

    /** Builds but does not start. The topology is keyed by texts that begin with {@code tenant/device}. */
    public StreamsRunner(Topology topology, StreamsSettings settings) {
        advertised = settings.advertised();
        streams = new KafkaStreams(topology, properties(settings));
        streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
    }

    /** Puts what a topology writes where all services look for its device (docs/reference/topics.md). */
    public static <V> StreamPartitioner<String, V> byDevice() {
        return (topic, key, value, partitions) -> Optional.of(Set.of(DevicePartitioner.partition(key, partitions)));
    }

    /** Told of each change of state, from a stream thread. */
    @FunctionalInterface
    public interface StateListener {
        /** @param running whether all stores are restored and take part; @param state in Kafka Streams' own word */
        void changed(boolean running, String state);
    }

    /** @param listener replaces an earlier one; to be set before {@link #start} */
    public void onStateChange(StateListener listener) {
        streams.setStateListener(
                (after, before) -> listener.changed(after == KafkaStreams.State.RUNNING, after.name()));
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
     * What only a restart of the process mends: it stopped for good, or has no thread left. Empty before the start, while
     * Kafka is down, and from closing on.
     */
    public Optional<String> failure() {
        KafkaStreams.State state = streams.state();
        if (closing || state == KafkaStreams.State.CREATED) {
            return Optional.empty();
        }
        if (!state.isRunningOrRebalancing()) {
            return Optional.of("Streams is " + state);
        }
        return hasThreads() ? Optional.empty() : Optional.of("Streams has no thread left");
    }

    private boolean hasThreads() {
        try {
            return !streams.metadataForLocalThreads().isEmpty();
        } catch (IllegalStateException e) {
            return true; // stopped since it was asked: the next answer says so
        }
    }

    /**
     * Who can answer for a key.
     *
     * @param key begins with {@code tenant/device}
     */
    public Holders holders(String store, String key) {
        if (!streams.state().isRunningOrRebalancing()) {
            return Holders.nobody();
        }
        KeyQueryMetadata metadata = streams.queryMetadataForKey(store, key, byDevice());
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return Holders.nobody();
        }
        List<URI> elsewhere = new ArrayList<>();
        if (!isThisInstance(metadata.activeHost())) {
            elsewhere.add(address(metadata.activeHost()));
        }
        metadata.standbyHosts().stream()
                .filter(host -> !isThisInstance(host))
                .map(this::address)
                .forEach(elsewhere::add);
        return new Holders(share(metadata), elsewhere);
    }

    private Share share(KeyQueryMetadata metadata) {
        if (isThisInstance(metadata.activeHost())) {
            return isReady() ? Share.OWNER : Share.OWNER_RESTORING;
        }
        return metadata.standbyHosts().stream().anyMatch(this::isThisInstance) ? Share.STANDBY : Share.NONE;
    }

    /** Whether this instance owns a part of a store at this moment. */
    public boolean ownsPartOf(String store) {
        return owners(store).anyMatch(this::isThisInstance);
    }

    /**
     * Whether this instance owns a partition's part of the state: of all instances at most one does, but for moments
     * while it moves. For jobs that one instance is to do for all.
     */
    public boolean ownsPartition(int partition) {
        return streams.state() == KafkaStreams.State.RUNNING
                && streams.metadataForLocalThreads().stream()
                        .flatMap(thread -> thread.activeTasks().stream())
                        .anyMatch(task -> task.taskId().partition() == partition);
    }

    /** The other instances that own a part of a store, for queries over all keys. */
    public List<URI> peers(String store) {
        return owners(store)
                .filter(host -> !isThisInstance(host))
                .map(this::address)
                .distinct()
                .toList();
    }

    private Stream<HostInfo> owners(String store) {
        return streams.streamsMetadataForStore(store).stream()
                .filter(instance -> instance.stateStoreNames().contains(store))
                .map(StreamsMetadata::hostInfo);
    }

    /**
     * A store of this instance, read-only, over the partitions that it owns: for questions over all keys.
     *
     * @throws TryAgainException while it is being restored or moved
     */
    public <T> T owned(String name, QueryableStoreType<T> type) {
        return store(StoreQueryParameters.fromNameAndType(name, type));
    }

    /**
     * A store of this instance with standbys and what is being restored: for questions about one key, once it is
     * known that this instance holds it.
     *
     * @throws TryAgainException before the stores exist
     */
    public <T> T held(String name, QueryableStoreType<T> type) {
        return store(StoreQueryParameters.fromNameAndType(name, type).enableStaleStores());
    }

    private <T> T store(StoreQueryParameters<T> query) {
        try {
            return streams.store(query);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new TryAgainException("the store " + query.storeName() + " is being restored, try again", e);
        }
    }

    /** Stops within 5 s and leaves state on disk for the next start. Keeps static membership for a quick return. */
    @Override
    public void close() {
        closing = true;
        streams.close(new CloseOptions().timeout(Duration.ofSeconds(5)).leaveGroup(false));
    }

    private boolean isThisInstance(HostInfo host) {
        return host.host().equals(advertised.getHost()) && host.port() == advertised.getPort();
    }

    private URI address(HostInfo host) {
        return URI.create(advertised.getScheme() + "://" + host.host() + ":" + host.port());
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
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, SkipUnusableRecords.class);
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
