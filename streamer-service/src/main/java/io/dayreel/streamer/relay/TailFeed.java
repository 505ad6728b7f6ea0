package io.dayreel.streamer.relay;

import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.playback.PlaybackPool;
import io.dayreel.streamer.playback.ViewerSink;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.tail.StreamStretch;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The owner's side of a relay: sends what the tail holds of a device, then everything that comes; {@code live} says that
 * all that is not archived has been sent. A relay that reads too slowly is cut off and asks again. Thread-safe.
 */
public final class TailFeed {
    private static final int MAX_WAITING = 4096;

    private final PartitionTails tails;
    private final DeviceId device;
    private final TailLog log;
    private final ViewerSink sink;
    private final PlaybackPool pool;
    private final Deque<StreamStretch> held;
    private final ArrayBlockingQueue<TailRecord> coming = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Consumer<TailRecord> listener = this::offer;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean overflowed;
    private volatile boolean closed;
    private boolean completeTold;

    private TailFeed(
            PartitionTails tails, DeviceId device, TailLog log, long after, ViewerSink sink, PlaybackPool pool) {
        this.tails = tails;
        this.device = device;
        this.log = log;
        this.sink = sink;
        this.pool = pool;
        log.listen(listener);
        this.held = new ArrayDeque<>(log.stretchesAfter(device, after));
    }

    /**
     * @param after offset of the last record that the relay has, -1 for none
     * @return empty if this instance does not own the device's tail
     */
    public static Optional<TailFeed> open(
            PartitionTails tails, DeviceId device, long after, ViewerSink sink, PlaybackPool pool) {
        return tails.log(device).map(log -> new TailFeed(tails, device, log, after, sink, pool));
    }

    private void offer(TailRecord item) {
        if (item.stream().deviceId().equals(device) && !coming.offer(item)) {
            overflowed = true;
        }
    }

    /** There may be something to send. */
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            pool.run(this::step);
        } catch (RejectedExecutionException e) {
            sink.close(CloseCode.RESTARTING, "overloaded");
        }
    }

    private void step() {
        int seen = wakes.get();
        send();
        if (wakes.addAndGet(-seen) > 0) {
            wakes.set(1);
            submit();
        }
    }

    private void send() {
        if (overflowed || !tails.log(device).equals(Optional.of(log))) {
            sink.close(CloseCode.RESTARTING, "ask the owner again");
            return;
        }
        while (!closed && !sink.isFull()) {
            if (!held.isEmpty()) {
                send(held.remove());
            } else {
                TailRecord next = coming.poll();
                if (next == null) {
                    tellComplete();
                    return;
                }
                byte[] message = next.message();
                send(next.offset(), next.receivedMillis(), new TailBytes(message, 0, message.length));
            }
        }
    }

    private void send(StreamStretch part) {
        tails.read(part.stream(), part.stretch())
                .ifPresent(bytes -> send(part.stretch().offset(), part.stretch().receivedMillis(), bytes));
    }

    private void send(long offset, long receivedMillis, TailBytes bytes) {
        byte[] message = FeedMessage.encode(offset, receivedMillis, bytes.array(), bytes.from(), bytes.to());
        sink.frames(message, 0, message.length);
    }

    private void tellComplete() {
        if (!completeTold && tails.isComplete(device) && coming.isEmpty()) {
            completeTold = true;
            sink.send(new ViewerMessage.Live());
        }
    }

    /** Stops to listen. */
    public void close() {
        closed = true;
        log.forget(listener);
    }
}
