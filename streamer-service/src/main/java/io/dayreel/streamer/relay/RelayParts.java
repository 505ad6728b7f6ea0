package io.dayreel.streamer.relay;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.ViewerWakes;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;

/**
 * What relays share; {@link Relays} closes it.
 *
 * @param self where peers reach this instance
 */
public record RelayParts(
        PartitionOwners owners,
        KafkaBridge bridge,
        SharedSecretTokens tokens,
        HttpClient http,
        ViewerWakes wakes,
        URI self) {

    /** With connections of their own. */
    public static RelayParts of(
            FramesConsumers consumers, SharedSecretTokens tokens, ViewerWakes wakes, InstantSource clock) {
        return new RelayParts(
                new PartitionOwners(consumers),
                new KafkaBridge(consumers, new BridgeStarts(consumers, clock)),
                tokens,
                HttpClient.newBuilder().connectTimeout(OwnerConnection.PATIENCE).build(),
                wakes,
                consumers.address());
    }

    void close() {
        bridge.close();
        owners.close();
    }
}
