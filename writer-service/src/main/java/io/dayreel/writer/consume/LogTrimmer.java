package io.dayreel.writer.consume;

import io.dayreel.runtime.log.LogEvents;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.figures.WriterFigures.Count;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteRecordsOptions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes records of {@code frames} that were archived a tail window ago; never beyond a committed offset. At most one
 * request is under way; one that fails is made good by a later one. Belongs to the thread that polls.
 */
final class LogTrimmer {
    private static final LogEvents LOG = LogEvents.of(LogTrimmer.class);
    private static final int REQUEST_LIMIT_MILLIS = 30_000;

    private final Admin admin;
    private final WriterFigures figures;
    private final long periodNanos;
    private KafkaFuture<Void> underWay = KafkaFuture.completedFuture(null);
    private long nextAtNanos;

    LogTrimmer(Admin admin, Duration period, WriterFigures figures) {
        this.admin = admin;
        this.figures = figures;
        this.periodNanos = period.toNanos();
        this.nextAtNanos = System.nanoTime() + periodNanos;
    }

    boolean isDue() {
        return System.nanoTime() - nextAtNanos >= 0 && underWay.isDone();
    }

    /** @param offsets everything before them is deleted */
    void trim(Map<TopicPartition, Long> offsets) {
        nextAtNanos = System.nanoTime() + periodNanos;
        if (offsets.isEmpty()) {
            return;
        }
        Map<TopicPartition, RecordsToDelete> request = new HashMap<>();
        offsets.forEach((partition, offset) -> request.put(partition, RecordsToDelete.beforeOffset(offset)));
        underWay = admin.deleteRecords(request, new DeleteRecordsOptions().timeoutMs(REQUEST_LIMIT_MILLIS))
                .all();
        figures.count(Count.RECORDS_TRIMMED);
        underWay.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("frames-not-trimmed", "partitions", offsets, "reason", failure);
            }
        });
    }
}
