package io.dayreel.runtime.wiring;

import io.dayreel.access.AccessTokens;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.SharedSecretTokens;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.peers.PeerClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Beans that every service shares, made from the shared configuration. In standalone there is one of each. */
final class SharedBeans {

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    ThisInstance thisInstance(InstanceSettings settings) {
        return new ThisInstance(settings.id().orElseGet(SharedBeans::hostName), settings.address());
    }

    @Produces
    @Singleton
    TopicNames topicNames(TopicSettings settings) {
        return new TopicNames(settings.prefix().orElse(""));
    }

    @Produces
    @Singleton
    KafkaConnection kafkaConnection(KafkaSettings settings) {
        return new KafkaConnection(settings.bootstrapServers(), settings.properties());
    }

    @Produces
    @Singleton
    TopicChecks topicChecks(KafkaConnection kafka, TopicNames names, TopicSettings settings) {
        return new TopicChecks(
                kafka, names, new TopicChecks.Plan(settings.partitions(), settings.create(), settings.replication()));
    }

    @Produces
    @Singleton
    AccessTokens accessTokens(AccessSettings settings, InstantSource clock) throws IOException {
        return new AccessTokens(
                InstallationKeys.readPublicKey(file("dayreel.access.public-key", settings.publicKey())),
                sharedSecret(settings),
                clock);
    }

    @Produces
    @Singleton
    SharedSecretTokens sharedSecretTokens(AccessSettings settings, InstantSource clock) throws IOException {
        return new SharedSecretTokens(sharedSecret(settings), clock);
    }

    @Produces
    @Singleton
    PeerClient peerClient(SharedSecretTokens tokens, ThisInstance instance) {
        return new PeerClient(tokens, instance.id());
    }

    static byte[] sharedSecret(AccessSettings settings) throws IOException {
        return InstallationKeys.readSharedSecret(file("dayreel.access.shared-secret", settings.sharedSecret()));
    }

    private static Path file(String key, Optional<Path> configured) {
        return configured.orElseThrow(() -> new IllegalStateException(
                "set " + key + " to the installation's key file ('dayreel token' makes one)"));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("this host has no name: set dayreel.instance.id", e);
        }
    }
}
