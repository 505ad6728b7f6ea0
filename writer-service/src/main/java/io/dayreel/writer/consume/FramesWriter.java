package io.dayreel.writer.consume;

import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStore;
import io.dayreel.writer.announce.Announcer;
import io.dayreel.writer.archive.RetryPauses;
import io.dayreel.writer.archive.SegmentArchive;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.recovery.PartitionRecovery;
import io.dayreel.writer.spool.SpoolDirectory;
import io.dayreel.writer.spool.SpoolLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * The writer: consumes {@code frames}, builds segments, stores, announces. One thread of its own does all but the PUTs
 * and the look-ups of recovery. Whatever fails unforeseen ends a session: everything not announced is dropped, and the
 * next session replays it.
 */
public final class FramesWriter implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(FramesWriter.class);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(2);

    private final Setup setup;
    private final SpoolDirectory directory;
    private final Heartbeat heartbeat;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Optional<Consumer<?, ?>> polling = Optional.empty();

    /**
     * What a writer is made of.
     *
     * @param store not closed with the writer
     */
    public record Setup(
            WriterSettings settings,
            SpoolLimits limits,
            Archiving archiving,
            KafkaClients clients,
            ObjectStore store,
            Observing observing) {

        /**
         * @param threads PUTs at a time
         * @param pauses between attempts
         */
        public record Archiving(int threads, RetryPauses pauses) {}

        /** What it can be watched by, and its clock. */
        public record Observing(WriterHealth health, WriterFigures figures, InstantSource clock) {}
    }

    /** @param directory closed with the writer */
    public FramesWriter(Setup setup, SpoolDirectory directory) {
        this.setup = setup;
        this.directory = directory;
        this.heartbeat = new Heartbeat("writer-poll", silenceLimit(setup.settings()));
        this.thread = new Thread(this::run, "dayreel-writer-poll");
    }

    /** Beside what the settings name, a round waits for Kafka: at most half a minute, likewise to begin or end a session. */
    private static Duration silenceLimit(WriterSettings settings) {
        return Heartbeat.USUAL_LIMIT
                .plus(settings.handover().limit())
                .plus(settings.pace().retry());
    }

    /** Begins to consume. */
    public void start() {
        thread.start();
        heartbeat.begins(thread);
    }

    /** By what the polling thread is watched. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /**
     * Hands over what is worth it, leaves the group and stops: within the handover's limit and a few seconds. What is not
     * announced then will be replayed.
     */
    @Override
    public void close() {
        heartbeat.ends();
        closing.countDown();
        polling.ifPresent(Consumer::wakeup);
        try {
            thread.join(setup.settings().handover().limit().plusSeconds(5).toMillis());
            directory.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("spool-not-closed", "reason", e.getMessage());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Asked once in each round. */
    private boolean mustStop() {
        heartbeat.beat();
        return isClosing();
    }

    private void run() {
        while (!isClosing()) {
            heartbeat.beat();
            try {
                session();
            } catch (RuntimeException e) {
                LOG.error(
                        "writer-session-failed", e, "instance", setup.settings().instance());
                setup.observing().health().kafka(Optional.of(String.valueOf(e.getMessage())));
                pause();
            }
        }
    }

    private void pause() {
        try {
            if (closing.await(setup.settings().pace().retry().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("writer-closing");
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    private void session() {
        KafkaClients clients = setup.clients();
        WriterFigures figures = setup.observing().figures();
        Consumer<byte[], ByteBuffer> consumer = clients.frames();
        try (Admin admin = clients.admin();
                Producer<String, byte[]> coverage = clients.coverage();
                SegmentArchive archive = new SegmentArchive(
                        setup.store(),
                        setup.archiving().threads(),
                        setup.archiving().pauses(),
                        figures);
                PartitionRecovery recovery = new PartitionRecovery(
                        clients.names(), clients.group(), admin, clients::segments, clients.recoveryLimit());
                Announcer announcer = new Announcer(clients::announcements, clients.names())) {
            announcer.prepare();
            WriterParts parts = new WriterParts(
                    setup.settings(),
                    setup.limits(),
                    clients.names(),
                    directory,
                    archive,
                    new WriterParts.Measuring(setup.observing().clock(), figures),
                    coverage);
            Assignment assignment = new Assignment(consumer, parts, recovery, announcer);
            LogTrimmer trimmer = new LogTrimmer(admin, setup.settings().pace().trim(), figures);
            run(
                    new WriterSession(
                            consumer,
                            parts,
                            assignment,
                            trimmer,
                            setup.observing().health()),
                    consumer,
                    assignment);
        } finally {
            leave(consumer);
        }
    }

    private void run(WriterSession session, Consumer<byte[], ByteBuffer> consumer, Assignment assignment) {
        polling = Optional.of(consumer);
        try {
            session.run(this::mustStop);
        } finally {
            heartbeat.beat();
            polling = Optional.empty();
            assignment.discardAll();
        }
    }

    /** A writer that is told to stop leaves its partitions to others at once; one that fails keeps its membership. */
    private void leave(Consumer<byte[], ByteBuffer> consumer) {
        CloseOptions.GroupMembershipOperation membership = isClosing()
                ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
                : CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
        consumer.close(CloseOptions.timeout(LEAVE_LIMIT).withGroupMembershipOperation(membership));
    }
}
