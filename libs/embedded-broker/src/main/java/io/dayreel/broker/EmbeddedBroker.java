package io.dayreel.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A real Kafka broker in this JVM: one node that is broker and KRaft controller, listening on loopback only.
 *
 * <p>What it acknowledged survives the death of its process at any instant, and a new start on the same directory keeps
 * cluster id, topics, offsets and records. It has no replica: the loss of the machine's power may cost what the
 * operating system had not yet written. A fault from which Kafka cannot recover (a full or broken disk) halts the JVM,
 * as it does in Kafka's own server.
 *
 * <p>Several brokers may run in one JVM on different directories. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Duration CONTROLLED_SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private final String clusterId;
    private final String bootstrapServers;
    private final Path dataDirectory;
    private final Nodes nodes;
    private final DirectoryLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(String clusterId, int port, Path dataDirectory, Nodes nodes, DirectoryLock lock) {
        this.clusterId = clusterId;
        this.bootstrapServers = "127.0.0.1:" + port;
        this.dataDirectory = dataDirectory;
        this.nodes = nodes;
        this.lock = lock;
    }

    /**
     * Starts a broker and returns once it serves clients. The caller owns it and closes it.
     *
     * @throws BrokerStartException if the port is taken, or the directory cannot be used or is used by another broker
     */
    public static EmbeddedBroker start(EmbeddedBrokerSettings settings) {
        BrokerLogging.quieten();
        BrokerStorage.formatIfNew(settings.dataDirectory());
        DirectoryLock lock = DirectoryLock.take(settings.dataDirectory());
        try {
            BoundListeners listeners = BoundListeners.bind(settings);
            try {
                return start(settings, listeners, lock);
            } catch (RuntimeException e) {
                listeners.close();
                throw startFailed(settings, e);
            }
        } catch (BrokerStartException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(EmbeddedBrokerSettings settings, BoundListeners listeners, DirectoryLock lock) {
        int port = listeners.clientPort();
        KafkaConfig config = new KafkaConfig(BrokerProperties.of(settings, listeners), false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(EmbeddedBroker.class), "");
        SharedServer shared = new SharedServer(
                config,
                directories._1(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of(
                        BrokerProperties.NODE_ID, new InetSocketAddress("127.0.0.1", listeners.controllerPort()))),
                List.of(),
                new StandardFaultHandlerFactory(),
                listeners);
        Nodes nodes = new Nodes(
                new BrokerServer(shared),
                new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2()));
        nodes.start();
        return new EmbeddedBroker(
                directories._1().clusterId().orElseThrow(), port, settings.dataDirectory(), nodes, lock);
    }

    private static BrokerStartException startFailed(EmbeddedBrokerSettings settings, RuntimeException cause) {
        return new BrokerStartException(
                "Kafka did not start on " + settings.dataDirectory() + ": " + cause.getMessage(), cause);
    }

    /** Address for Kafka's {@code bootstrap.servers}, as {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The cluster's id, given when the data directory was first used. */
    public String clusterId() {
        return clusterId;
    }

    /** Where this broker keeps everything. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /**
     * Stops within 10 s: leaders are given up, logs flushed, sockets closed. Clients that are still connected retry
     * until they are closed themselves, so close them first. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                nodes.stop();
            } finally {
                lock.close();
            }
        }
    }

    /** The two roles of the one node. They share threads and storage, which the one that stops last closes. */
    private record Nodes(BrokerServer broker, ControllerServer controller) {
        void start() {
            try {
                controller.startup();
                broker.startup();
            } catch (RuntimeException e) {
                stop();
                throw e;
            }
        }

        void stop() {
            try {
                broker.shutdown(CONTROLLED_SHUTDOWN_LIMIT);
            } finally {
                controller.shutdown();
            }
        }
    }
}
