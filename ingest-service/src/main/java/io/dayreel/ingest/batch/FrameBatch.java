package io.dayreel.ingest.batch;

import io.dayreel.ingest.batch.BatchOutcome.State;
import io.dayreel.ingest.check.CheckResult;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.GoneFrame;
import io.dayreel.ingest.check.MessageCheck;
import io.dayreel.ingest.check.Refusal;
import io.dayreel.ingest.kept.GoneDeclarations;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.protocol.stream.DeviceId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a batch of frames with the guarantees of the WebSocket: what is acknowledged is durable (I1), and memory is
 * bounded by the window and the budget, however long the batch is and however slow Kafka (I6). Blocks its thread.
 */
public final class FrameBatch {
    /** Largest batch of a device. */
    public static final long MAX_BYTES = 64L << 20;

    private final DeviceId device;
    private final IngestParts parts;
    private final long maxBytes;
    private final long deadlineNanos;
    private final MessageCheck check;
    private final BatchConfirmations confirmations = new BatchConfirmations();
    private final List<Refusal> leftOut = new ArrayList<>();

    /** A batch of at most {@link #MAX_BYTES}. @param patience for the whole batch */
    public FrameBatch(DeviceId device, IngestParts parts, Duration patience) {
        this(device, parts, MAX_BYTES, patience);
    }

    /** @param patience for the whole batch */
    public FrameBatch(DeviceId device, IngestParts parts, long maxBytes, Duration patience) {
        this.device = device;
        this.parts = parts;
        this.maxBytes = maxBytes;
        this.deadlineNanos = System.nanoTime() + patience.toNanos();
        this.check = new MessageCheck(parts.clock());
    }

    /** Reads the batch to its end, to the first bad frame or to the size limit, and waits until all is durable. */
    public BatchOutcome receive(InputStream body) throws IOException, InterruptedException {
        FrameSplitter splitter = new FrameSplitter(body);
        while (true) {
            Optional<byte[]> next = splitter.next();
            if (next.isEmpty()) {
                return outcome(State.DURABLE, Optional.empty());
            }
            byte[] message = next.get();
            if (splitter.start() + message.length > maxBytes) {
                parts.meters().refused("size");
                return outcome(State.TOO_LARGE, Optional.empty());
            }
            if (!hasRoom(message.length)) {
                return outcome(State.UNCONFIRMED, Optional.empty());
            }
            Optional<Refusal> refusal = send(message, splitter.start());
            if (refusal.isPresent()) {
                parts.meters().refused(refusal.get().field());
                return outcome(State.BAD, refusal.map(found -> at(found, splitter.start())));
            }
        }
    }

    private static Refusal at(Refusal refusal, long start) {
        return new Refusal(refusal.code(), refusal.field(), refusal.detail(), start + refusal.at(), refusal.counter());
    }

    private boolean hasRoom(int bytes) throws InterruptedException {
        if (!confirmations.awaitOpenBytes(parts.limits().windowBytes(), deadlineNanos)) {
            return false;
        }
        CompletableFuture<Void> granted = new CompletableFuture<>();
        boolean taken = parts.budget().take(bytes, () -> {
            if (!granted.complete(null)) {
                parts.budget().release(bytes);
            }
        });
        try {
            return taken || granted.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS) == null;
        } catch (ExecutionException | TimeoutException e) {
            // Granted at the last moment counts as granted; otherwise the grant finds it cancelled and gives it back.
            return !granted.cancel(false);
        }
    }

    private Optional<Refusal> send(byte[] message, long start) throws InterruptedException {
        CheckResult result = check.check(message);
        Optional<CheckedMessage> taken = Optional.empty();
        if (result.good().isPresent()) {
            taken = withoutFalseGone(result.good().get(), start);
        }
        int good = taken.map(found -> found.bytes().length).orElse(0);
        if (good < message.length) {
            parts.budget().release(message.length - (long) good);
        }
        taken.ifPresent(this::send);
        return result.refusal();
    }

    /** Leaves out frames that declare acknowledged frames gone. */
    private Optional<CheckedMessage> withoutFalseGone(CheckedMessage message, long start) throws InterruptedException {
        if (message.gone().isEmpty()) {
            return Optional.of(message);
        }
        List<GoneFrame> refused;
        try {
            refused = new GoneDeclarations(parts.kept())
                    .refused(device, message)
                    .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            refused = List.of(); // nobody knows of the frames: the device is believed, and what came is not lost
        }
        for (GoneFrame frame : refused) {
            parts.meters().refused(GoneDeclarations.REFUSED);
            leftOut.add(new Refusal(
                    GoneDeclarations.REFUSED,
                    "gone.ranges",
                    GoneDeclarations.detail(frame),
                    start + frame.start(),
                    Optional.of(frame.counter())));
        }
        return message.without(refused);
    }

    private void send(CheckedMessage message) {
        parts.meters().accepted(message.frames(), message.bytes().length);
        parts.meters().conflicts(message.conflicts().size());
        confirmations.sent(message);
        parts.frames().send(device, message, failure -> confirmations.confirmed(message, failure));
    }

    private BatchOutcome outcome(State state, Optional<Refusal> refusal) throws InterruptedException {
        boolean confirmed = confirmations.awaitOpenBytes(0, deadlineNanos);
        return new BatchOutcome(
                confirmed ? state : State.UNCONFIRMED, confirmations.acks(parts.durableLevel()), refusal, leftOut);
    }
}
