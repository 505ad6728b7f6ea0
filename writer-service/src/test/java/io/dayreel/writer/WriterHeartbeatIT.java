package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.WriterUnderTest.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whether the thread that polls lives: it says so while Kafka is away, and its end is seen. */
class WriterHeartbeatIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final KafkaBroker BROKER = KafkaBroker.shared();

    @TempDir
    Path folder;

    private WriterUnderTest start(Surroundings with) {
        return WriterUnderTest.start(
                with,
                ObjectStores.open(ObjectStoreLocation.directory(folder.resolve("store"))),
                folder.resolve("spool"),
                Options.of("w1"));
    }

    @Test
    void anErrorThatEndsTheThreadMakesTheWriterDead() {
        AtomicBoolean broken = new AtomicBoolean(true);
        InstantSource clock = () -> {
            if (broken.get() && Thread.currentThread().getName().equals("dayreel-writer-poll")) {
                throw new AssertionError("as asked by the test");
            }
            return Instant.now();
        };
        try (WriterRig rig = new WriterRig(BROKER, 2);
                WriterUnderTest writer = start(new Surroundings(BROKER.bootstrapServers(), rig.names(), clock))) {
            await().dontCatchUncaughtExceptions()
                    .atMost(PATIENCE)
                    .until(() -> writer.heartbeat().problem().isPresent());

            assertThat(writer.heartbeat().problem()).contains("the thread dayreel-writer-poll has ended");
        }
    }

    @Test
    void aWriterThatKafkaDoesNotAnswerTriesAgainAndIsNotDead() {
        Surroundings nobody = new Surroundings("127.0.0.1:1", new TopicNames(""), InstantSource.system());
        try (WriterUnderTest writer = start(nobody)) {
            await().during(Duration.ofSeconds(20))
                    .atMost(PATIENCE)
                    .until(() -> writer.heartbeat().silence().compareTo(Duration.ofSeconds(15)) < 0);

            assertThat(writer.heartbeat().problem()).isEmpty();
            assertThat(writer.isReady()).isFalse();
        }
    }
}
