package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.writer.coverage.PartitionCoverage.Report;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.figures.WriterFigures.Count;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reports one partition's coverage: about once a period the ranges seen since the last report, and once Kafka confirmed
 * all of them the watermark that says so (I9). A report that failed is reported again with the next one. At most one is
 * under way. Nobody may commit an offset beyond {@link #confirmedOffset}: what a replay does not meet again is never
 * reported. Belongs to one thread; Kafka's confirmations come on the producer's.
 */
public final class CoverageReports {
    private final PartitionCoverage coverage;
    private final Producer<String, byte[]> producer;
    private final String topic;
    private final long periodNanos;
    private final WriterFigures figures;
    private Optional<Sending> sending = Optional.empty();
    private long reportedAtNanos;
    private long confirmedOffset;

    /** @param producer acks=all; shared with other partitions, not closed with this */
    public CoverageReports(
            PartitionCoverage coverage,
            Producer<String, byte[]> producer,
            String topic,
            Duration period,
            WriterFigures figures) {
        this.coverage = coverage;
        this.producer = producer;
        this.topic = topic;
        this.periodNanos = period.toNanos();
        this.figures = figures;
        this.reportedAtNanos = System.nanoTime() - periodNanos;
        this.confirmedOffset = coverage.nextOffset();
    }

    /** Kafka has confirmed the coverage of everything before this offset. Never decreases. */
    public long confirmedOffset() {
        return confirmedOffset;
    }

    /** Reports if it is time. Does not wait for confirmations. */
    public void advance() {
        concludeIfConfirmed();
        if (System.nanoTime() - reportedAtNanos >= periodNanos) {
            beginUnlessUnderWay();
        }
    }

    /** Reports what is not reported yet although it may not be time. Does not wait for confirmations. */
    public void reportNow() {
        concludeIfConfirmed();
        if (confirmedOffset < coverage.nextOffset()) {
            beginUnlessUnderWay();
        }
    }

    /**
     * Reports everything that was consumed and waits until Kafka has confirmed it, or once refused it, or time is up;
     * {@link #confirmedOffset} tells.
     *
     * @param deadlineNanos as of {@link System#nanoTime}
     */
    public void finish(long deadlineNanos) throws InterruptedException {
        awaitUnderWay(deadlineNanos); // it may not know the latest records
        reportNow();
        awaitUnderWay(deadlineNanos);
    }

    private void awaitUnderWay(long deadlineNanos) throws InterruptedException {
        if (sending.isPresent() && sending.get().awaitConfirmed(deadlineNanos - System.nanoTime())) {
            concludeIfConfirmed();
        }
    }

    private void concludeIfConfirmed() {
        if (sending.isPresent() && sending.get().isConfirmed()) {
            conclude(sending.get());
            sending = Optional.empty();
        }
    }

    private void beginUnlessUnderWay() {
        if (sending.isEmpty()) {
            reportedAtNanos = System.nanoTime();
            sending = Optional.of(begin(coverage.takeReport()));
        }
    }

    private Sending begin(Report report) {
        List<CoverageRecord.Ranges> ranges = report.ranges();
        Sending begun = new Sending(report, new CountDownLatch(ranges.size()), new AtomicBoolean());
        for (CoverageRecord.Ranges each : ranges) {
            if (begun.failed.get()) {
                begun.confirmed(null); // the report failed already: no more waiting for a Kafka that is away
                continue;
            }
            send(each.stream().toString(), each, (metadata, failure) -> begun.confirmed(failure));
        }
        return begun;
    }

    private void conclude(Sending report) {
        if (report.failed.get()) {
            figures.count(Count.COVERAGE_FAILED);
            coverage.takeBack(report.report);
            return;
        }
        CoverageRecord.Watermark watermark = report.report.watermark();
        confirmedOffset = watermark.nextOffset();
        send(CoverageRecord.watermarkKey(coverage.partition()), watermark, (metadata, failure) -> {
            if (failure != null) {
                figures.count(Count.COVERAGE_FAILED); // the next watermark says the same and more
            }
        });
    }

    private void send(String key, CoverageRecord value, Callback confirmed) {
        try {
            producer.send(new ProducerRecord<>(topic, coverage.partition(), key, Json.writeBytes(value)), confirmed);
        } catch (KafkaException e) {
            confirmed.onCompletion(null, e);
        }
    }

    private record Sending(Report report, CountDownLatch unconfirmed, AtomicBoolean failed) {
        void confirmed(Exception failure) {
            if (failure != null) {
                failed.set(true);
            }
            unconfirmed.countDown();
        }

        boolean isConfirmed() {
            return unconfirmed.getCount() == 0;
        }

        boolean awaitConfirmed(long nanos) throws InterruptedException {
            return unconfirmed.await(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
