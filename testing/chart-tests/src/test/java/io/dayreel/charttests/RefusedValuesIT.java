package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad values fail at installation, with a sentence that names the key. Rows change what values-small.yaml has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedValuesIT {
    private static final Pattern SENTENCE = Pattern.compile("append \\$broken \\(?(?:printf )?\"([^\"%]+)");

    private Chart chart;

    @BeforeAll
    void copyTheChart(@TempDir Path folder) {
        chart = Chart.copiedTo(folder);
    }

    private static Chart.Order order(String changes) {
        Chart.Order order = Chart.Order.of("values-small.yaml");
        for (String change : changes.split(" ")) {
            String[] parts = change.split("=", 2);
            order = order.with(parts[0], parts[1]);
        }
        return order;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka.bootstrapServers=                                             | kafka.bootstrapServers is empty
            kafka.bundled.enabled=true                                          | kafka.bundled.enabled and kafka.bootstrapServers
            kafka.bundled.enabled=true kafka.tls.enabled=true                   | kafka.bundled.enabled has neither TLS nor SASL
            kafka.sasl.mechanism=PLAIN                                          | kafka.sasl.mechanism needs
            kafka.tls.existingSecret=ca                                         | kafka.tls.existingSecret is given but
            kafka.tls.enabled=true kafka.tls.clientPemKey=user.pem              | kafka.tls.clientPemKey needs
            objectStore.location=                                               | objectStore.location is empty
            objectStore.bundled.enabled=true                                    | objectStore.bundled.enabled and objectStore.location
            objectStore.bundled.enabled=true objectStore.access=role            | objectStore.bundled.enabled needs objectStore.access=keys
            objectStore.endpoint=                                               | objectStore.endpoint is empty
            objectStore.existingSecret=                                         | objectStore.existingSecret is empty
            objectStore.access=role                                             | objectStore.access=role uses no keys
            keys.existingSecret=                                                | keys.existingSecret is empty
            seal.existingSecret=                                                | seal.existingSecret is empty
            topics.minInsyncReplicas=4                                          | topics.minInsyncReplicas=4 is more than topics.replication=3
            writer.replicas=17                                                  | writer.replicas=17 is more than topics.partitions=16
            streamer.replicas=17                                                | streamer.replicas=17 is more than topics.partitions=16
            writer.autoscaling.enabled=true writer.autoscaling.maxReplicas=40   | writer.autoscaling.maxReplicas=40 is more than
            ingest.autoscaling.enabled=true ingest.autoscaling.minReplicas=9    | ingest.autoscaling.minReplicas=9 is more than
            edge.autoscaling.enabled=true edge.autoscaling.cpuPercent=0         | edge.autoscaling needs perPod or cpuPercent
            ingest.compaction.enabled=true ingest.autoscaling.enabled=true      | ingest.autoscaling.perPod and ingest.compaction.enabled
            ingest.compaction.enabled=true ingest.compaction.minInstances=3     | ingest.compaction.minInstances=3 is more than ingest.replicas=2
            ingest.compaction.enabled=true ingest.autoscaling.enabled=true ingest.autoscaling.perPod=0 ingest.compaction.minInstances=9 | ingest.compaction.minInstances=9 is more than ingest.autoscaling.maxReplicas=8
            ingest.compaction.enabled=true ingest.autoscaling.enabled=true ingest.autoscaling.perPod=0 ingest.autoscaling.minReplicas=4 | ingest.autoscaling.minReplicas=4 is more than ingest.compaction.minInstances=2
            ingest.compaction.enabled=true ingest.compaction.lowMark=1          | ingest.compaction.lowMark must be below highMark
            ingest.compaction.enabled=true ingest.compaction.highMark=1         | ingest.compaction.lowMark must be below highMark
            ingest.config.dayreel\\.ingest\\.compaction\\.enabled=true          | ingest.config.dayreel.ingest.compaction.enabled: use ingest.compaction
            ingest.upload.enabled=true                                          | ingest.upload.enabled needs ingest.resources.limits.memory of 1Gi
            ingest.upload.enabled=true ingest.resources.limits.memory=2Gi ingest.upload.maxPart=2G | ingest.upload.scratchSize=4Gi is less than three parts
            ingest.config.dayreel\\.ingest\\.upload\\.max-part=1G           | ingest.config.dayreel.ingest.upload.max-part: use ingest.upload
            indexer.replicas=0                                                  | streamer.replicas needs indexer.replicas
            writer.replicas=0                                                   | ingest.replicas needs writer.replicas
            gateway.enabled=true gateway.name=public                            | ingress.enabled and gateway.enabled
            ingress.host=                                                       | ingress.host is empty
            ingress.tls.existingSecret=                                         | ingress.tls.existingSecret is empty
            ingress.enabled=false gateway.enabled=true                          | gateway.name is empty
            gateway.udp.enabled=true                                            | gateway.udp.enabled needs
            kafka.sasl.mechanism=PLAIN kafka.sasl.existingSecret=a kafka.sasl.password=b | kafka.sasl.existingSecret and
            objectStore.secretKey=a                                             | objectStore.existingSecret and
            keys.sharedSecret=a                                                 | keys.existingSecret and
            seal.privateKey=a                                                   | seal.existingSecret and
            objectStore.bundled.enabled=true objectStore.existingSecret= objectStore.secretKey=short | objectStore.accessKey needs 3
            indexer.standbyReplicas=2                                           | indexer.standbyReplicas=2 needs more than indexer.replicas=2
            writer.state.size=4Gi                                               | writer.state.size=4Gi is less than the 4160 MiB of dayreel.writer.spool-max-size
            streamer.config.dayreel\\.streamer\\.clip-bytes=20G                 | streamer.state.size=24Gi is less than the 30720 MiB of
            edge.cache.liveSize=1Gi                                             | edge.cache.liveSize=1Gi needs more than edge.resources.limits.memory=512Mi
            sync.resources.requests.memory=2Gi                                  | sync.resources.requests.memory=2Gi is more than its limit of 1Gi
            ingest.resources.requests.cpu=2500m                                 | ingest.resources.requests.cpu=2500m is more than its limit of 2
            udp.nodePort=30000 udp.serviceType=ClusterIP                        | udp.nodePort needs udp.serviceType
            udp.loadBalancerSourceRanges[0]=10.0.0.0/8 udp.serviceType=NodePort | udp.loadBalancerSourceRanges needs udp.serviceType
            writer.config.dayreel\\.writer\\.spool-max-sise=4G                  | writer.config.dayreel.writer.spool-max-sise: there is no such key
            ingest.config.dayreel\\.writer\\.archive-threads=4                  | ingest.config.dayreel.writer.archive-threads: only the service writer reads
            writer.config.dayreel\\.topics\\.partitions=3                       | writer.config.dayreel.topics.partitions: the chart sets
            """)
    void contradictionsAreNamed(String changes, String sentence) {
        assertThatThrownBy(() -> chart.render(order(changes)))
                .hasMessageContaining("Dayreel cannot be installed like this")
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            writer.replicas=-1                     | /writer/replicas
            writer.replica=3                       | replica
            writer.state.size=-6Gi                 | /writer/state/size
            writer.state.size=lots                 | /writer/state/size
            topics.partitions=0                    | /topics/partitions
            topics.partitions=many                 | /topics/partitions
            topics.createdBy=me                    | /topics/createdBy
            kafka.bootstrapServers=broker          | /kafka/bootstrapServers
            kafka.sasl.mechanism=GSSAPI            | /kafka/sasl/mechanism
            objectStore.location=/somewhere        | /objectStore/location
            objectStore.endpoint=s3.example.org    | /objectStore/endpoint
            objectStore.access=guess               | /objectStore/access
            image.tag=latest                       | /image/tag
            edge.image=nginx                       | /edge/image
            runAs.user=0                           | /runAs/user
            udp.port=99999                         | /udp/port
            ingest.spread.zones=Sometimes          | /ingest/spread/zones
            logLevel=LOUD                          | /logLevel
            writer.image.digest=sha256:12          | /writer/image/digest
            ingress.host=Under_score               | /ingress/host
            ingest.compaction.calm=10min           | /ingest/compaction/calm
            ingest.compaction.lowMark=1.5          | /ingest/compaction/lowMark
            ingest.compaction.order=least-filled   | order
            writer.config.something\\.else=1       | something.else
            indexer.autoscaling.enabled=true       | /indexer/autoscaling/enabled
            unknown=1                              | unknown
            """)
    void theSchemaNamesTheKey(String changes, String path) {
        assertThatThrownBy(() -> chart.render(order(changes)))
                .hasMessageContaining("values don't meet the specifications of the schema")
                .hasMessageContaining(path);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> chart.render(new Chart.Order(List.of(), Map.of(), "1.31.0")))
                .hasMessageContaining("kafka.bootstrapServers is empty")
                .hasMessageContaining("objectStore.location is empty")
                .hasMessageContaining("keys.existingSecret is empty");
    }

    /** Without this a sentence could be added that nothing shows. */
    @Test
    void everySentenceOfTheChartIsTriedAbove() throws IOException {
        String tried = Files.readString(Chart.repositoryRoot()
                .resolve("testing/chart-tests/src/test/java/io/dayreel/charttests/RefusedValuesIT.java"));

        List<String> untried = new ArrayList<>();
        SENTENCE.matcher(Files.readString(chart.file("templates/_checks.tpl")))
                .results()
                .forEach(found -> {
                    String beginning = found.group(1)
                            .substring(0, Math.min(20, found.group(1).length()))
                            .strip();
                    if (!tried.contains(beginning)) {
                        untried.add(beginning);
                    }
                });
        assertThat(untried).isEmpty();
    }
}
