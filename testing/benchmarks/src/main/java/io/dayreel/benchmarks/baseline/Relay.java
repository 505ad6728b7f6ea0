package io.dayreel.benchmarks.baseline;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A running bare relay: one producer, as many event loops as ingest-service has. The owner closes it. */
public final class Relay implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final KafkaProducer<byte[], byte[]> producer;

    private Relay(String bootstrapServers) {
        producer = new KafkaProducer<>(
                new HashMap<>(ProducerSettings.like(bootstrapServers)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Listens at {@code ws://127.0.0.1:port/relay?topic=TOPIC&device=NAME} when this returns. */
    public static Relay start(String bootstrapServers, int port) {
        Relay relay = new Relay(bootstrapServers);
        int eventLoops = 2 * Runtime.getRuntime().availableProcessors();
        relay.vertx
                .deployVerticle(
                        () -> new RelayServer(relay.producer, port), new DeploymentOptions().setInstances(eventLoops))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        return relay;
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
        producer.close(LIMIT);
    }
}
