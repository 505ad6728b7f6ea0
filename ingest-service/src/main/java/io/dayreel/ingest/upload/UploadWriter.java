package io.dayreel.ingest.upload;

import io.dayreel.contracts.uploads.UploadRecord;
import io.dayreel.ingest.batch.BatchOutcome;
import io.dayreel.ingest.batch.FrameBatch;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.upload.UploadRefused.Reason;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Writes the frames of uploads, and what becomes of them to the topic {@code uploads}. Thread-safe; calls block. */
final class UploadWriter {
    /** How long the topic may take to bring back what was written. */
    static final Duration READ_BACK = Duration.ofSeconds(10);

    private final IngestParts ingest;
    private final Duration storing;
    private final UploadLedger ledger;
    private final Uploads.RecordWriter log;

    /** @param storing how long Kafka may take to confirm what is written @param ledger that reads the topic */
    UploadWriter(IngestParts ingest, Duration storing, UploadLedger ledger, Uploads.RecordWriter log) {
        this.ingest = ingest;
        this.storing = storing;
        this.ledger = ledger;
        this.log = log;
    }

    /** ms since 1970-01-01. */
    long now() {
        return ingest.clock().millis();
    }

    /** Writes frames. @return whether all of them are durable; otherwise some of them may be */
    boolean send(DeviceId video, InputStream frames) throws IOException, InterruptedException {
        FrameBatch batch = new FrameBatch(video, ingest, Long.MAX_VALUE, storing);
        return batch.receive(frames).state() == BatchOutcome.State.DURABLE;
    }

    /** Writes a record and waits until it is durable. @throws UploadRefused BUSY if it is not in time */
    void write(UploadRecord change) throws UploadRefused, InterruptedException {
        try {
            log.write(change).get(storing.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UploadRefused(Reason.BUSY, "Kafka does not answer: send it again", e);
        }
    }

    /** Writes a record that nobody waits for. */
    void writeUnheard(UploadRecord change) {
        log.write(change);
    }

    /** Waits until what was read of the topic makes it so. @throws UploadRefused BUSY if it does not in time */
    void readBack(Predicate<UploadLedger> wanted) throws UploadRefused, InterruptedException {
        if (!ledger.await(wanted, READ_BACK)) {
            throw new UploadRefused(Reason.BUSY, "the topic uploads cannot be read at present: send it again");
        }
    }
}
