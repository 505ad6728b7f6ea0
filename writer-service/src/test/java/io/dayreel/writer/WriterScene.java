package io.dayreel.writer;

import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStoreLocation.S3Settings;
import io.dayreel.store.ObjectStores;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A fresh installation for each test: topics on a real broker, a real S3 server over HTTP, writers as asked for. */
abstract class WriterScene {
    private static final String BUCKET = "dayreel";

    /** Long enough for a machine that runs other builds beside this one. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<WriterUnderTest> writers = new ArrayList<>();
    private int spools;
    WriterRig rig;
    S3Server s3;
    ObjectStore store;
    Archive archive;

    @BeforeEach
    void open() {
        rig = new WriterRig(KafkaBroker.shared(), partitions());
        s3 = S3Server.start(directory.resolve("s3")).withBucket(BUCKET);
        store = openStore();
        archive = new Archive(rig, store);
    }

    int partitions() {
        return 2;
    }

    final ObjectStore openStore() {
        S3Settings settings = S3Settings.at(
                s3.endpoint(), s3.credentials().accessKey(), s3.credentials().secretKey());
        return ObjectStores.open(ObjectStoreLocation.of("s3://" + BUCKET, settings));
    }

    @AfterEach
    void close() {
        writers.forEach(WriterUnderTest::close);
        store.close();
        s3.close();
        rig.close();
    }

    /** A writer that is ready. */
    final WriterUnderTest start(WriterUnderTest.Options options) {
        return start(options, directory.resolve("spool-" + spools++));
    }

    final WriterUnderTest start(WriterUnderTest.Options options, Path spool) {
        WriterUnderTest writer = startWithoutWaiting(options, spool);
        await("writer is ready").atMost(PATIENCE).until(writer::isReady);
        return writer;
    }

    final WriterUnderTest startWithoutWaiting(WriterUnderTest.Options options, Path spool) {
        return add(WriterUnderTest.start(rig, store, spool, options));
    }

    /** A writer that stores elsewhere than the tests look. */
    final WriterUnderTest startOn(ObjectStore itsStore, WriterUnderTest.Options options) {
        WriterUnderTest writer =
                add(WriterUnderTest.start(rig, itsStore, directory.resolve("spool-" + spools++), options));
        await("writer is ready").atMost(PATIENCE).until(writer::isReady);
        return writer;
    }

    private WriterUnderTest add(WriterUnderTest writer) {
        writers.add(writer);
        return writer;
    }

    final void awaitAnnounced(Footage footage, long frames) {
        await("frames of " + footage.stream() + " announced")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> archive.announcedFrames(footage.stream()) >= frames);
    }

    /** The committed offset of a stream's partition, 0 without one. */
    final long committed(Footage footage) {
        String group = rig.names().group("writer");
        try {
            Map<TopicPartition, OffsetAndMetadata> all = rig.broker()
                    .admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            OffsetAndMetadata found = all.get(frames(footage));
            return found == null ? 0 : found.offset();
        } catch (Exception e) {
            throw new AssertionError("committed offset unknown", e);
        }
    }

    /** First offset that is still in the log of a stream's partition. */
    final long logStart(Footage footage) {
        return offset(footage, OffsetSpec.earliest());
    }

    final long logEnd(Footage footage) {
        return offset(footage, OffsetSpec.latest());
    }

    private long offset(Footage footage, OffsetSpec spec) {
        try {
            return rig.broker()
                    .admin()
                    .listOffsets(Map.of(frames(footage), spec))
                    .partitionResult(frames(footage))
                    .get()
                    .offset();
        } catch (Exception e) {
            throw new AssertionError("offset unknown", e);
        }
    }

    final TopicPartition frames(Footage footage) {
        return new TopicPartition(rig.names().of(Topic.FRAMES), rig.partitionOf(footage.stream()));
    }

    /** How many announced segments were closed for which reason. */
    final Map<String, Integer> reasons() {
        Map<String, Integer> reasons = new TreeMap<>();
        archive.announcements().forEach(each -> reasons.merge(each.reason(), 1, Integer::sum));
        return reasons;
    }
}
