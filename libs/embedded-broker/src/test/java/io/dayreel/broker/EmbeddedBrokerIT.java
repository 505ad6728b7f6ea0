package io.dayreel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    @TempDir
    Path directory;

    @Test
    void whatOneTransactionWroteIsReadCommittedAndStillThereAfterARestart() {
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory))) {
            clusterId = broker.clusterId();
            BrokerClients clients = new BrokerClients(broker.bootstrapServers());
            clients.createTopic("letters");
            inTransaction(clients, "kept", true);
            inTransaction(clients, "withdrawn", false);
            assertThat(clients.readCommitted("letters")).containsExactly("kept");
        }

        try (EmbeddedBroker again = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory))) {
            BrokerClients clients = new BrokerClients(again.bootstrapServers());

            assertThat(again.clusterId()).isEqualTo(clusterId);
            assertThat(clients.readCommitted("letters")).containsExactly("kept");
        }
    }

    @Test
    void aRecordOfSixMebibytesIsTakenAndGivenBack() throws Exception {
        String large = "x".repeat(6 << 20);
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory))) {
            BrokerClients clients = new BrokerClients(broker.bootstrapServers());
            clients.createTopic("large");

            try (var producer = clients.producer(Map.of("max.request.size", 7 << 20))) {
                producer.send(new ProducerRecord<>("large", large)).get(20, TimeUnit.SECONDS);
            }

            assertThat(clients.readCommitted("large")).containsExactly(large);
        }
    }

    @Test
    void closingEndsAndASecondCloseDoesNothing() {
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory));
        new BrokerClients(broker.bootstrapServers()).createTopic("any");

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            broker.close();
            broker.close();
        });
    }

    @Test
    void aTakenPortIsNamedInTheError() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            EmbeddedBrokerSettings free = EmbeddedBrokerSettings.in(directory);

            for (EmbeddedBrokerSettings settings :
                    List.of(free.withListenerPort(port), free.withFurtherListener(port, 9092))) {
                assertThatThrownBy(() -> EmbeddedBroker.start(settings))
                        .isInstanceOf(BrokerStartException.class)
                        .hasMessageContaining("127.0.0.1:" + port)
                        .hasMessageContaining("choose another one");
            }
        }
    }

    @Test
    void aSecondBrokerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() {
        try (EmbeddedBroker first = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(directory.toString());

            BrokerClients clients = new BrokerClients(first.bootstrapServers());
            clients.createTopic("still-here");
            assertThat(clients.readCommitted("still-here")).isEmpty();
        }
    }

    private static void inTransaction(BrokerClients clients, String value, boolean commit) {
        try (KafkaProducer<String, String> producer = clients.producer(Map.of("transactional.id", "writer"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("letters", value));
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }
}
