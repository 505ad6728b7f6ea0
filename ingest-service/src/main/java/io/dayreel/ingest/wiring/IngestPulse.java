package io.dayreel.ingest.wiring;

import io.dayreel.ingest.presence.ConnectedDevices;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** What ingest does every second: renews presence leases, and now and then looks whether Kafka answers. Owns its thread. */
final class IngestPulse implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(IngestPulse.class);
    private static final int KAFKA_CHECK_SECONDS = 5;
    private static final int KAFKA_TIMEOUT_MILLIS = 4_000;

    private final Condition kafkaAnswers;
    private final ConnectedDevices<?> devices;
    private final int shares;
    private final Admin admin;
    private final Heartbeat heartbeat = new Heartbeat("ingest-pulse", Heartbeat.USUAL_LIMIT);
    private final ScheduledExecutorService thread;
    private int second;

    IngestPulse(KafkaConnection kafka, Condition kafkaAnswers, ConnectedDevices<?> devices, Duration lease) {
        this.kafkaAnswers = kafkaAnswers;
        this.devices = devices;
        this.shares = (int) Math.max(1, lease.dividedBy(3).toSeconds());
        this.admin = Admin.create(kafka.client("dayreel-ingest-health"));
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "dayreel-ingest-pulse");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    void start() {
        kafkaAnswers.ok();
        thread.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
        heartbeat.begins();
    }

    /** By what its thread is watched. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    private void beat() {
        heartbeat.beat();
        try {
            second++;
            devices.renew(second % shares, shares);
            if (second % KAFKA_CHECK_SECONDS == 0) {
                checkKafka();
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.error("pulse-failed", e);
        }
    }

    private void checkKafka() {
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(KAFKA_TIMEOUT_MILLIS))
                .clusterId()
                .whenComplete((id, failure) -> {
                    if (failure == null) {
                        kafkaAnswers.ok();
                    } else {
                        kafkaAnswers.broken("Kafka does not answer: devices wait");
                    }
                });
    }

    @Override
    public void close() {
        heartbeat.ends();
        thread.shutdownNow();
        kafkaAnswers.broken("stopping");
        admin.close(Duration.ofSeconds(1));
    }
}
