package io.dayreel.broker;

import java.util.HashMap;
import java.util.Map;

/** The Kafka settings of a single small broker that is also its own controller. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    private static final int MIB = 1 << 20;

    private BrokerProperties() {}

    static Map<String, String> of(EmbeddedBrokerSettings settings, BoundListeners listeners) {
        Map<String, String> properties = new HashMap<>();
        role(properties, settings, listeners);
        internalTopics(properties);
        groups(properties);
        limits(properties, settings.maxMessageBytes());
        storage(properties);
        properties.putAll(settings.overrides());
        return properties;
    }

    private static void role(
            Map<String, String> properties, EmbeddedBrokerSettings settings, BoundListeners listeners) {
        String clients = BoundListeners.CLIENTS + "://127.0.0.1:" + listeners.clientPort();
        String controller = "127.0.0.1:" + listeners.controllerPort();
        long sessionMillis = settings.sessionTimeout().toMillis();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        StringBuilder bound = new StringBuilder(clients);
        StringBuilder advertised = new StringBuilder(clients);
        StringBuilder protocols = new StringBuilder("CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.furtherListeners().forEach((port, advertisedPort) -> {
            String name = "," + BoundListeners.furtherName(port);
            bound.append(name).append("://127.0.0.1:").append(port);
            advertised.append(name).append("://127.0.0.1:").append(advertisedPort);
            protocols.append(name).append(":PLAINTEXT");
        });
        properties.put("listeners", bound + "," + BoundListeners.CONTROLLER + "://" + controller);
        properties.put("advertised.listeners", advertised.toString());
        properties.put("listener.security.protocol.map", protocols.toString());
        properties.put("inter.broker.listener.name", BoundListeners.CLIENTS);
        properties.put("controller.listener.names", BoundListeners.CONTROLLER);
        properties.put("controller.quorum.voters", NODE_ID + "@" + controller);
        properties.put("log.dirs", settings.dataDirectory().toString());
        properties.put("broker.session.timeout.ms", Long.toString(sessionMillis));
        properties.put("broker.heartbeat.interval.ms", Long.toString(Math.min(500, sessionMillis / 4)));
        // A record of nothing every half second, the default, would be most of an idle broker's work.
        properties.put("metadata.max.idle.interval.ms", "5000");
        properties.put("auto.create.topics.enable", "false");
        properties.put("unclean.leader.election.enable", "false");
        properties.put("metric.reporters", "");
    }

    private static void internalTopics(Map<String, String> properties) {
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "2");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "2");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void groups(Map<String, String> properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "1000");
        // An installation that was switched off for weeks still finds the offsets at which it goes on (I3).
        properties.put("offsets.retention.minutes", Integer.toString(365 * 24 * 60));
    }

    private static void limits(Map<String, String> properties, int maxMessageBytes) {
        properties.put("message.max.bytes", Integer.toString(maxMessageBytes));
        properties.put("replica.fetch.max.bytes", Integer.toString(maxMessageBytes));
        properties.put("replica.fetch.response.max.bytes", Integer.toString(maxMessageBytes));
        int request = Math.addExact(maxMessageBytes, 24 * MIB);
        properties.put("socket.request.max.bytes", Integer.toString(request));
        // Beyond this many bytes of waiting requests the sockets are not read.
        properties.put("queued.max.request.bytes", Long.toString(2L * request));
        properties.put("fetch.max.bytes", Integer.toString(Math.addExact(maxMessageBytes, 24 * MIB)));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "2");
    }

    private static void storage(Map<String, String> properties) {
        // Small segments: what the writer deletes is given back soon, and a start after SIGKILL reads little again.
        properties.put("log.segment.bytes", Integer.toString(128 * MIB));
        properties.put("log.index.size.max.bytes", Integer.toString(MIB));
        properties.put("log.retention.check.interval.ms", "15000");
        properties.put("log.segment.delete.delay.ms", "5000");
        properties.put("log.cleaner.threads", "1");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MIB));
        properties.put("log.cleaner.io.buffer.size", Integer.toString(256 * 1024));
    }
}
