package io.dayreel.streamer.relay;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.ViewerWakes;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;

/**
 * What relays share; {@link Relays} closes it.
 *
 * @param live reads what comes while an owner does not answer
 * @param history reads what came before, so that what comes does not wait for it
 * @param self where peers reach this instance
 */
public record RelayParts(
        PartitionOwners owners,
        KafkaBridge live,
        KafkaBridge history,
        SharedSecretTokens tokens,
        HttpClient http,
        ViewerWakes wakes,
        URI self) {

    /** With connections of their own. */
    public static RelayParts of(
            FramesConsumers consumers, SharedSecretTokens tokens, ViewerWakes wakes, InstantSource clock) {
        return new RelayParts(
                new PartitionOwners(consumers),
                new KafkaBridge(consumers, new BridgeStarts(consumers, clock), "bridge"),
                new KafkaBridge(consumers, new BridgeStarts(consumers, clock), "bridge-history"),
                tokens,
                HttpClient.newBuilder().connectTimeout(OwnerConnection.PATIENCE).build(),
                wakes,
                consumers.address());
    }

    void start() {
        live.start();
        history.start();
    }

    List<Heartbeat> heartbeats() {
        return List.of(live.heartbeat(), history.heartbeat());
    }

    void close() {
        live.close();
        history.close();
        owners.close();
    }
}
