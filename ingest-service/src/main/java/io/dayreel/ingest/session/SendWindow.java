package io.dayreel.ingest.session;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.ingest.session.SentMessage.Outcome;
import io.dayreel.protocol.stream.DeviceId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The messages of one connection between its socket and Kafka's confirmation. Bounded in messages and bytes; what arrives
 * beyond that (at most one read of the socket) waits here, in order, and the socket is no longer read. Used on the
 * connection's thread.
 */
final class SendWindow {
    private final DeviceId device;
    private final DeviceSocket socket;
    private final IngestParts parts;
    private final Consumer<byte[]> send;
    private final Runnable settle;
    private final Deque<SentMessage> sent = new ArrayDeque<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final AtomicBoolean settleScheduled = new AtomicBoolean();
    private long sentBytes;
    private boolean waitsForBudget;
    private boolean held;
    private boolean refusesFurther;

    /**
     * @param send called with a message for whose bytes the budget has room; calls {@link #send(CheckedMessage)}
     * @param settle called on the connection's thread after messages were confirmed
     */
    SendWindow(DeviceId device, DeviceSocket socket, IngestParts parts, Consumer<byte[]> send, Runnable settle) {
        this.device = device;
        this.socket = socket;
        this.parts = parts;
        this.send = send;
        this.settle = settle;
    }

    /** A message from the socket. */
    void offer(byte[] message) {
        waiting.add(message);
        goOn();
    }

    /** Sends what waits, as far as there is room. */
    void goOn() {
        while (!waiting.isEmpty() && !waitsForBudget && !held && !refusesFurther && hasWindow()) {
            long bytes = waiting.peek().length;
            if (parts.budget().take(bytes, () -> socket.execute(() -> sendGranted(bytes)))) {
                send.accept(waiting.remove());
            } else {
                waitsForBudget = true;
            }
        }
    }

    private void sendGranted(long bytes) {
        waitsForBudget = false;
        if (refusesFurther) {
            parts.budget().release(bytes);
            return;
        }
        send.accept(waiting.remove());
        settle.run();
    }

    /** A checked message is looked at more closely: the ones behind it wait, so that the order stays. */
    void hold() {
        held = true;
    }

    /** The message that was held is sent, or dropped: goes on behind it. */
    void release() {
        held = false;
        goOn();
    }

    /** Hands checked frames to Kafka. */
    void send(CheckedMessage message) {
        SentMessage entry = new SentMessage(message);
        sent.add(entry);
        sentBytes += entry.bytes();
        parts.frames().send(device, message, failure -> {
            entry.finish(failure == null ? Outcome.DURABLE : Outcome.FAILED);
            if (settleScheduled.compareAndSet(false, true)) {
                socket.execute(this::settleNow);
            }
        });
    }

    private void settleNow() {
        settleScheduled.set(false);
        settle.run();
    }

    /** Moves what is durable to the acknowledgements, in order. @return false if Kafka did not take a message */
    boolean collect(Acknowledgements acknowledgements) {
        boolean allDurable = true;
        while (!sent.isEmpty() && sent.peek().outcome() != Outcome.OPEN) {
            SentMessage done = sent.remove();
            sentBytes -= done.bytes();
            if (done.outcome() == Outcome.DURABLE) {
                acknowledgements.durable(new RunId(done.day(), done.run()), done.ranges());
            } else {
                allDurable = false;
            }
        }
        return allDurable;
    }

    boolean hasRoom() {
        return waiting.isEmpty() && !held && hasWindow();
    }

    private boolean hasWindow() {
        return sent.size() < parts.limits().windowMessages()
                && sentBytes < parts.limits().windowBytes();
    }

    boolean isEmpty() {
        return sent.isEmpty() && !held;
    }

    /** What waits is dropped (it was not acknowledged, so the device keeps it), what was sent is still collected. */
    void refuseFurther() {
        refusesFurther = true;
    }
}
