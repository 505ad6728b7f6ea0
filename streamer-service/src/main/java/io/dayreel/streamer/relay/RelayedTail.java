package io.dayreel.streamer.relay;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The tail of one device whose partition another instance owns: one connection to the owner, however many viewers watch
 * here. While the owner does not answer, {@link KafkaBridge} reads for it. A thread of its own; closed by {@link Relays}.
 */
final class RelayedTail implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RelayedTail.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final long ASK_AGAIN_MILLIS = 1_000;
    private static final long SETTLED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_MILLIS = 3_000;

    private final RelayParts parts;
    private final DeviceId device;
    private final int partition;
    private final TailLog log;
    private final Thread thread;
    private final Object pause = new Object();
    private volatile boolean closing;
    private volatile boolean complete;
    private final BridgedTail bridgedLive = new Bridged(true);
    private final BridgedTail bridgedHistory = new Bridged(false);
    private volatile long bridgedUntil = -1;

    /** Once complete: everything up to this offset is held, or archived. */
    private volatile long heldUntil = -1;

    RelayedTail(RelayParts parts, DeviceId device, int partition, TailLog log) {
        this.parts = parts;
        this.device = device;
        this.partition = partition;
        this.log = log;
        this.thread = new Thread(this::run, "dayreel-streamer-relay");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    TailLog log() {
        return log;
    }

    boolean isComplete() {
        return complete;
    }

    DeviceId device() {
        return device;
    }

    private void run() {
        try {
            while (!closing) {
                if (!followOwner()) {
                    bridge();
                }
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** @return whether an owner fed this tail for a while */
    private boolean followOwner() throws InterruptedException {
        Optional<URI> owner = parts.owners().of(partition).filter(address -> !address.equals(parts.self()));
        return owner.isPresent() && follow(owner.get());
    }

    private boolean follow(URI owner) throws InterruptedException {
        long began = System.nanoTime();
        try (OwnerConnection connection = OwnerConnection.open(
                parts.http(), owner, device, complete ? heldUntil : -1, parts.tokens(), new Feed())) {
            leaveBridges();
            boolean ended = false;
            while (!closing && !ended) {
                ended = connection.awaitEnd(LOOK);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("owner-silent", "device", device, "owner", owner, "reason", e.getMessage());
            return false;
        }
        return System.nanoTime() - began > SETTLED_NANOS;
    }

    /** Lives on what is read from Kafka until an owner feeds this tail again. */
    private void bridge() throws InterruptedException {
        try {
            while (!closing) {
                parts.live().join(bridgedLive);
                awaitClosing();
                if (followOwner()) {
                    return;
                }
                if (!complete) {
                    parts.history().join(bridgedHistory);
                }
            }
        } finally {
            leaveBridges();
        }
    }

    private void leaveBridges() {
        parts.live().leave(bridgedLive);
        parts.history().leave(bridgedHistory);
    }

    private void awaitClosing() throws InterruptedException {
        synchronized (pause) {
            if (!closing) {
                pause.wait(ASK_AGAIN_MILLIS);
            }
        }
    }

    private synchronized void append(TailRecord item, boolean inOrder) {
        if (complete) {
            parts.wakes().arriving(log, item);
        }
        try {
            log.append(item);
            if (inOrder) {
                heldUntil = Math.max(heldUntil, item.offset());
            }
            parts.wakes().grew(device);
        } catch (IOException e) {
            LOG.error("tail-disk-failed", e, "device", device);
        }
    }

    private synchronized void becomeComplete(long until) {
        heldUntil = Math.max(heldUntil, until);
        complete = true;
        parts.wakes().grew(device);
    }

    @Override
    public void close() {
        synchronized (pause) {
            closing = true;
            pause.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("tail-not-deleted", "device", device, "reason", e.getMessage());
        }
    }

    /**
     * What is read from Kafka. History is joined after live, and so reaches at least to where that began: once it is
     * complete, nothing is missing between the two.
     */
    private final class Bridged implements BridgedTail {
        private final boolean live;

        Bridged(boolean live) {
            this.live = live;
        }

        @Override
        public DeviceId device() {
            return device;
        }

        @Override
        public int partition() {
            return partition;
        }

        @Override
        public Start firstNeeded() {
            if (!live) {
                return new Start.Unarchived();
            }
            return complete ? new Start.Behind(heldUntil) : new Start.Lately();
        }

        @Override
        public void bridged(TailRecord item) {
            append(item, live && complete);
            bridgedUntil = Math.max(bridgedUntil, item.offset());
        }

        @Override
        public void becomeComplete() {
            RelayedTail.this.becomeComplete(bridgedUntil);
            parts.history().leave(bridgedHistory);
        }
    }

    /** One connection's messages. Until the owner says that all was sent, older records may follow newer ones. */
    private final class Feed implements OwnerConnection.Handler {
        private long newest = -1;
        private boolean allSent;

        @Override
        public void message(byte[] fed) {
            try {
                TailRecord item = FeedMessage.decode(device, fed);
                append(item, allSent);
                newest = Math.max(newest, item.offset());
            } catch (FrameException e) {
                LOG.warn("fed-record-unreadable", "device", device, "reason", e.getMessage());
            }
        }

        @Override
        public void complete() {
            allSent = true;
            becomeComplete(newest);
        }
    }
}
