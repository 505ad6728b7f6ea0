package io.dayreel.benchmarks.ingest;

import io.dayreel.benchmarks.baseline.ConsumerMain;
import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.process.ToolProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Two plain consumer groups, each a process, and the fresh topics that they read. The owner closes it. */
public final class PlainReaders implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final long ADMIN_SECONDS = 30;
    private static final Map<String, String> TOPIC_SETTINGS =
            Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(6 << 20));

    private final Admin admin;
    private final List<ToolProcess> readers;

    private PlainReaders(Admin admin, List<ToolProcess> readers) {
        this.admin = admin;
        this.readers = readers;
    }

    /** Starts both. */
    public static PlainReaders start(String bootstrapServers, Path directory) throws InterruptedException {
        PlainReaders readers = new PlainReaders(
                Admin.create(Map.of("bootstrap.servers", bootstrapServers)),
                List.of(
                        ToolProcess.start(
                                "reader-1",
                                ConsumerMain.class,
                                directory,
                                Installation.JVM,
                                bootstrapServers,
                                "plain-readers-1"),
                        ToolProcess.start(
                                "reader-2",
                                ConsumerMain.class,
                                directory,
                                Installation.JVM,
                                bootstrapServers,
                                "plain-readers-2")));
        for (ToolProcess reader : readers.readers) {
            reader.await("ready", START_LIMIT);
        }
        return readers;
    }

    /** Creates a topic like {@code frames} and waits until both groups read it. */
    void begin(String topic) throws InterruptedException {
        finish(admin.createTopics(
                        List.of(new NewTopic(topic, Installation.PARTITIONS, (short) 1).configs(TOPIC_SETTINGS)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(ADMIN_SECONDS, TimeUnit.SECONDS));
        for (ToolProcess reader : readers) {
            reader.await("assigned " + topic, LIMIT);
        }
    }

    /** Waits until both have read so many records. @return when the later one had, on {@link System#nanoTime}'s clock */
    long awaitRecords(String topic, long records) throws InterruptedException {
        long latest = 0;
        for (ToolProcess reader : readers) {
            String beginning = "read " + topic + " ";
            latest = Math.max(
                    latest,
                    reader.await(
                                    text -> text.startsWith(beginning) && Long.parseLong(text.split(" ")[2]) >= records,
                                    LIMIT)
                            .nanos());
        }
        return latest;
    }

    /** Empties a topic. It is not deleted, since a group that read it might go on looking for it. */
    void end(String topic) throws InterruptedException {
        Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
        for (int partition = 0; partition < Installation.PARTITIONS; partition++) {
            everything.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
        }
        finish(admin.deleteRecords(everything)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(ADMIN_SECONDS, TimeUnit.SECONDS));
    }

    private static void finish(CompletableFuture<Void> request) throws InterruptedException {
        try {
            request.get(ADMIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker did not do it: " + e, e);
        }
    }

    /** Process numbers by name. */
    Map<String, Long> pids() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (int i = 0; i < readers.size(); i++) {
            all.put("reader " + (i + 1), readers.get(i).pid());
        }
        return all;
    }

    @Override
    public void close() {
        readers.forEach(ToolProcess::close);
        admin.close(Duration.ofSeconds(5));
    }
}
