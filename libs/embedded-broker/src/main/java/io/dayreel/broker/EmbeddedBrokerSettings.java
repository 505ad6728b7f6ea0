package io.dayreel.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What one embedded broker is told at its start.
 *
 * @param dataDirectory where cluster id, metadata and logs are kept; created if absent. One broker at a time: a second
 *     one on the same directory fails at its start
 * @param listenerPort loopback port for clients, 0–65535; 0 takes a free one
 * @param sessionTimeout how long a broker that died without a word still counts as alive; a start after SIGKILL waits
 *     for it. Shorter starts sooner, but a JVM that stands still for longer is fenced for a moment. At least 1 s
 * @param maxMessageBytes largest record batch that the broker takes, at least 1 KiB; topics may lower it
 * @param furtherListeners loopback ports on which clients are served too, each with the port that these clients are told
 *     to come back to: that of whatever stands between, such as a proxy of a test
 * @param overrides Kafka broker settings that win over the ones chosen here
 */
public record EmbeddedBrokerSettings(
        Path dataDirectory,
        int listenerPort,
        Duration sessionTimeout,
        int maxMessageBytes,
        Map<Integer, Integer> furtherListeners,
        Map<String, String> overrides) {

    private static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(3);
    private static final int DEFAULT_MAX_MESSAGE_BYTES = 8 << 20;

    public EmbeddedBrokerSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        if (listenerPort < 0 || listenerPort > 65_535) {
            throw new IllegalArgumentException("listener port " + listenerPort + " is not within 0–65535");
        }
        if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("session timeout " + sessionTimeout + " is below 1 s");
        }
        if (maxMessageBytes < 1024) {
            throw new IllegalArgumentException("max message bytes " + maxMessageBytes + " is below 1024");
        }
        furtherListeners = Map.copyOf(furtherListeners);
        overrides = Map.copyOf(overrides);
    }

    /** A broker on {@code dataDirectory} and a free port, with a session of 3 s and messages of up to 8 MiB. */
    public static EmbeddedBrokerSettings in(Path dataDirectory) {
        return new EmbeddedBrokerSettings(
                dataDirectory, 0, DEFAULT_SESSION_TIMEOUT, DEFAULT_MAX_MESSAGE_BYTES, Map.of(), Map.of());
    }

    /** The same broker on another client port. */
    public EmbeddedBrokerSettings withListenerPort(int port) {
        return new EmbeddedBrokerSettings(
                dataDirectory, port, sessionTimeout, maxMessageBytes, furtherListeners, overrides);
    }

    /** The same broker with another session timeout. */
    public EmbeddedBrokerSettings withSessionTimeout(Duration timeout) {
        return new EmbeddedBrokerSettings(
                dataDirectory, listenerPort, timeout, maxMessageBytes, furtherListeners, overrides);
    }

    /** The same broker with one more listener, whose clients are told to come back to {@code advertisedPort}. */
    public EmbeddedBrokerSettings withFurtherListener(int port, int advertisedPort) {
        Map<Integer, Integer> more = new HashMap<>(furtherListeners);
        more.put(port, advertisedPort);
        return new EmbeddedBrokerSettings(
                dataDirectory, listenerPort, sessionTimeout, maxMessageBytes, more, overrides);
    }

    /** The same broker with one more Kafka setting that wins over the chosen ones. */
    public EmbeddedBrokerSettings with(String kafkaSetting, String value) {
        Map<String, String> more = new HashMap<>(overrides);
        more.put(kafkaSetting, value);
        return new EmbeddedBrokerSettings(
                dataDirectory, listenerPort, sessionTimeout, maxMessageBytes, furtherListeners, more);
    }
}
