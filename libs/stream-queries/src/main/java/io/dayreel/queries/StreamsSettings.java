package io.dayreel.queries;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a topology runs.
 *
 * @param applicationId group id and prefix of the changelog topics
 * @param instanceId unique among the running instances and the same after a restart (static membership)
 * @param advertised base address at which peers reach this instance
 * @param stateDirectory where RocksDB lives; disposable, changelogs rebuild it
 * @param threads stream threads, at least 1
 * @param standbyReplicas copies of each store on other instances
 * @param replication replication factor of changelog topics, -1 for the broker's default
 * @param kafka connection properties: bootstrap servers, security
 */
public record StreamsSettings(
        String applicationId,
        String instanceId,
        URI advertised,
        Path stateDirectory,
        int threads,
        int standbyReplicas,
        int replication,
        Duration sessionTimeout,
        Map<String, Object> kafka) {
    public StreamsSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 but is " + threads);
        }
        if (advertised.getHost() == null || advertised.getPort() < 0) {
            throw new IllegalArgumentException(
                    "the advertised address needs scheme, host and port, e.g. http://indexer-0:8080, not "
                            + advertised);
        }
        kafka = Map.copyOf(kafka);
    }
}
