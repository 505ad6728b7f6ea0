package io.dayreel.benchmarks.baseline;

import io.dayreel.contracts.topics.DevicePartitioner;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The least that a WebSocket server in front of Kafka can do: each message becomes a record, unread, and is confirmed
 * by number once Kafka has it. No token, no check of anything, no bound but the device's own window.
 */
final class RelayServer extends AbstractVerticle {
    private static final String WELCOME = "{\"type\":\"welcome\",\"session\":\"relay\",\"maxMessage\":5242880,"
            + "\"window\":64,\"levels\":[\"received\"],\"runs\":[]}";
    private static final int MAX_MESSAGE_BYTES = 6 << 20;

    private final Producer<byte[], byte[]> producer;
    private final int port;
    private HttpServer server;

    /** @param port to listen on at the loopback address */
    RelayServer(Producer<byte[], byte[]> producer, int port) {
        this.producer = producer;
        this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(port)
                        .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                        .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES))
                .webSocketHandler(this::connected);
        server.listen().<Void>mapEmpty().onComplete(started);
    }

    private void connected(ServerWebSocket socket) {
        Map<String, String> query = query(socket.uri());
        String topic = query.get("topic");
        String device = "bench/" + query.get("device");
        // The topic's metadata is fetched before the first message, which would else block the event loop.
        vertx.executeBlocking(() -> producer.partitionsFor(topic).size())
                .onSuccess(partitions -> {
                    int partition = DevicePartitioner.partition(device, partitions);
                    byte[] key = device.getBytes(StandardCharsets.UTF_8);
                    socket.binaryMessageHandler(relay(socket, topic, partition, key));
                    socket.writeTextMessage(WELCOME);
                })
                .onFailure(failure -> socket.close((short) 1011, "no topic"));
        socket.textMessageHandler(hello -> {});
    }

    private Handler<Buffer> relay(ServerWebSocket socket, String topic, int partition, byte[] key) {
        Context context = vertx.getOrCreateContext();
        AtomicInteger confirmed = new AtomicInteger();
        AtomicReference<Exception> failed = new AtomicReference<>();
        return message ->
                producer.send(new ProducerRecord<>(topic, partition, key, message.getBytes()), (metadata, failure) -> {
                    failed.compareAndSet(null, failure);
                    if (confirmed.getAndIncrement() == 0) {
                        context.runOnContext(ignored -> confirm(socket, confirmed.getAndSet(0), failed.get()));
                    }
                });
    }

    private static void confirm(ServerWebSocket socket, int messages, Exception failure) {
        if (failure != null) {
            socket.close((short) 1011, failure.getClass().getSimpleName());
        } else if (!socket.isClosed()) {
            socket.writeTextMessage("confirmed " + messages);
        }
    }

    private static Map<String, String> query(String uri) {
        Map<String, String> found = new HashMap<>();
        for (String pair : URI.create(uri).getQuery().split("&")) {
            int equals = pair.indexOf('=');
            found.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return found;
    }

    @Override
    public void stop(Promise<Void> stopped) {
        server.close().onComplete(stopped);
    }
}
