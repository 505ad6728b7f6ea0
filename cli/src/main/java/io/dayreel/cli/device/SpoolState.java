package io.dayreel.cli.device;

import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The spool and the numbering with the one lock that guards both, shared by whoever adds frames and whoever sends. */
final class SpoolState {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final DeviceSpool spool;
    final FrameNumbering numbering;

    /** Numbered, not yet on disk; only while the disk refuses. */
    final Deque<NumberedFrame> pending = new ArrayDeque<>();

    /** What is gone for good and not yet declared, since no run was open. One per damaged run or discarded chunk. */
    final Deque<GoneFrames> undeclared = new ArrayDeque<>();

    private Optional<IOException> failure = Optional.empty();
    private boolean stopped;

    SpoolState(DeviceSpool spool) {
        this.spool = spool;
        this.numbering = new FrameNumbering(spool);
    }

    /** Declares in the current run what is gone, if a run is open. The lock is held. */
    void declareGone() {
        while (!undeclared.isEmpty()) {
            Optional<NumberedFrame> frame = numbering.gone(Json.write(undeclared.getFirst()));
            if (frame.isEmpty()) {
                return;
            }
            pending.add(frame.get());
            undeclared.removeFirst();
        }
    }

    /** Remembers frames that can never be sent, to be declared. The lock is held. */
    void gone(RunId run, CounterRanges ranges, String reason) {
        CounterRanges named = new CounterRanges();
        for (int i = 0; i < Math.min(ranges.rangeCount(), GoneFrames.MAX_RANGES); i++) {
            named.add(ranges.range(i).first(), ranges.range(i).last());
        }
        undeclared.add(new GoneFrames(run.day(), run.run(), named, reason));
    }

    /** Waits for a change, at most the given time; the lock is held. */
    void await(long millis) throws InterruptedException {
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** The device cannot go on; whoever waits is told. */
    void fail(IOException reason) {
        locked(() -> {
            failure = Optional.of(failure.orElse(reason));
            changed.signalAll();
        });
    }

    void stop() {
        locked(() -> {
            stopped = true;
            changed.signalAll();
        });
    }

    /** The lock is held. */
    boolean isOver() {
        return stopped || failure.isPresent();
    }

    /** The lock is held. */
    void throwFailure() throws IOException {
        if (failure.isPresent()) {
            IOException reason = failure.get();
            throw reason instanceof DeviceRefused
                    ? new DeviceRefused(reason.getMessage())
                    : new IOException(reason.getMessage(), reason);
        }
    }

    /** Gives what is unsent of a run another number, everywhere. The lock is held. */
    RunId renumber(RunId taken, int wanted) throws IOException {
        RunId other = spool.take(taken.day(), wanted);
        long split = spool.renumber(taken, other);
        numbering.renumber(taken, other, split);
        for (int i = pending.size(); i > 0; i--) {
            NumberedFrame frame = pending.removeFirst();
            pending.addLast(
                    frame.run().equals(taken)
                            ? new NumberedFrame(other, frame.counter() - split, frame.header(), frame.body())
                            : frame);
        }
        changed.signalAll();
        return other;
    }

    /** Runs a change of the spool under the lock. */
    void locked(Change change) {
        lock.lock();
        try {
            change.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** Something done under the lock. */
    @FunctionalInterface
    interface Change {
        void run() throws IOException;
    }
}
