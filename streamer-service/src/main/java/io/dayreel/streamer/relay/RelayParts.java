package io.dayreel.streamer.relay;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.ViewerWakes;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.function.Predicate;

/**
 * What relays share.
 *
 * @param self where peers reach this instance
 * @param owns whether this instance has the tail of a device itself
 */
public record RelayParts(
        FramesConsumers consumers,
        PartitionOwners owners,
        SharedSecretTokens tokens,
        HttpClient http,
        ViewerWakes wakes,
        URI self,
        Predicate<DeviceId> owns) {

    RelayParts(
            FramesConsumers consumers,
            PartitionOwners owners,
            SharedSecretTokens tokens,
            ViewerWakes wakes,
            Predicate<DeviceId> owns) {
        this(
                consumers,
                owners,
                tokens,
                HttpClient.newBuilder().connectTimeout(OwnerConnection.PATIENCE).build(),
                wakes,
                consumers.address(),
                owns);
    }
}
