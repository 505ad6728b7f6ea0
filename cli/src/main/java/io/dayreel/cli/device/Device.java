package io.dayreel.cli.device;

import io.dayreel.cli.device.DeviceSettings.WhenFull;
import io.dayreel.cli.socket.Backoff;
import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.udp.UdpLink;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A device: takes captured frames, keeps them in its spool, and sends them until they are acknowledged as far as wanted,
 * whatever happens to the connection, the server or this process in between. A frame that {@link #add} returned from
 * is in the spool. Frames that an earlier process left are sent first; their runs are ended, and new frames begin a new
 * run. Thread-safe.
 */
public final class Device implements AutoCloseable {
    private static final long CHECK_MILLIS = 500;

    private final DeviceSettings settings;
    private final DeviceListener listener;
    private final SpoolState state;
    private final Sending sending;
    private final Optional<UdpLink> link;
    private long added;
    private long addedBytes;

    private Device(DeviceSettings settings, SpoolState state, DeviceListener listener) throws IOException {
        this.settings = settings;
        this.listener = listener;
        this.state = state;
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(15), new Random());
        UdpShare share = new UdpShare(state, settings.wants(), listener);
        this.sending = settings.route().transport() == Transport.HTTP
                ? new HttpSending(settings, state, listener, backoff)
                : new DeviceConnection(settings, state, listener, share, backoff);
        this.link = settings.route().transport() == Transport.UDP ? Optional.of(link(share)) : Optional.empty();
    }

    private UdpLink link(UdpShare share) throws IOException {
        return new UdpLink(
                settings.server(), settings.device(), share, settings.route().faults(), InstantSource.system());
    }

    /**
     * Starts to connect and to send what the spool holds.
     *
     * @param spool owned from here on
     */
    public static Device start(DeviceSettings settings, DeviceSpool spool, DeviceListener listener) throws IOException {
        Device device = new Device(settings, new SpoolState(spool), listener);
        try {
            device.endRunsOfEarlierProcess();
        } catch (IOException | RuntimeException e) {
            device.link.ifPresent(UdpLink::close);
            throw e;
        }
        device.sending.start();
        device.link.ifPresent(UdpLink::start);
        return device;
    }

    private void endRunsOfEarlierProcess() throws IOException {
        for (SpooledRun run : state.spool.runs()) {
            CounterRanges lost = run.takeLost();
            if (!lost.isEmpty()) {
                listener.warning("spool-damaged", "frames " + lost + " of run " + run.id() + " were lost to a crash");
                state.gone(run.id(), lost, "spool-damaged");
            }
            if (!run.ended() && run.next() > 0) {
                state.spool.append(FrameNumbering.endOfRun(run.id(), run.next(), run.lastMicros(), "shutdown"));
            }
        }
    }

    /**
     * Numbers a frame and puts it into the spool. While that is full, it waits or gives up the oldest frames, as the
     * settings say.
     *
     * @throws DeviceRefused if the server refused this device for good
     */
    public void add(CapturedFrame frame) throws IOException, InterruptedException {
        state.lock.lockInterruptibly();
        try {
            makeRoom(frame.body().length);
            state.pending.addAll(state.numbering.number(frame));
            state.declareGone();
            writePending();
            added++;
            addedBytes += frame.body().length;
        } finally {
            state.lock.unlock();
        }
    }

    /** Ends what is being recorded; a frame that is added later begins a new run. @param reason input-end, clock, shutdown */
    public void endRun(String reason) throws IOException, InterruptedException {
        append(numbering -> numbering.end(reason));
    }

    /** As {@link #endRun}, and says that nothing more of the day follows, so that it can be sealed. */
    public void endDay(String reason) throws IOException, InterruptedException {
        append(numbering -> numbering.endDay(reason));
    }

    private void append(Function<FrameNumbering, List<NumberedFrame>> ends) throws IOException, InterruptedException {
        state.lock.lockInterruptibly();
        try {
            state.pending.addAll(ends.apply(state.numbering));
            writePending();
        } finally {
            state.lock.unlock();
        }
    }

    private void makeRoom(int bodyLength) throws IOException, InterruptedException {
        while (state.spool.isFull(bodyLength)) {
            state.throwFailure();
            if (settings.whenFull() == WhenFull.WAIT) {
                state.await(CHECK_MILLIS);
            } else if (!giveUpOldest()) {
                return;
            }
        }
        state.throwFailure();
    }

    private boolean giveUpOldest() throws IOException {
        Optional<Map.Entry<RunId, CounterRanges>> discarded = state.spool.discardOldest();
        if (discarded.isPresent() && !discarded.get().getValue().isEmpty()) {
            RunId run = discarded.get().getKey();
            CounterRanges ranges = discarded.get().getValue();
            listener.discarded(run, ranges);
            state.gone(run, ranges, "spool-full");
        }
        return discarded.isPresent();
    }

    /** Waits while the disk refuses, so that nothing that has a number is left out. */
    private void writePending() throws IOException, InterruptedException {
        boolean told = false;
        while (!state.pending.isEmpty()) {
            try {
                state.spool.append(state.pending.getFirst());
                state.pending.removeFirst();
            } catch (IOException refused) {
                if (!told) {
                    listener.spoolRefuses(String.valueOf(refused.getMessage()));
                    told = true;
                }
                state.throwFailure();
                state.await(CHECK_MILLIS);
            }
        }
        state.changed.signalAll();
    }

    /**
     * Waits until every frame that was added is acknowledged as far as wanted.
     *
     * @return whether it is, within the time
     * @throws DeviceRefused if the server refused this device for good
     */
    public boolean awaitAcknowledged(Duration atMost) throws IOException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        state.lock.lockInterruptibly();
        try {
            while (!state.spool.isDrained()) {
                state.throwFailure();
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                state.await(Math.min(left, CHECK_MILLIS));
            }
            return true;
        } finally {
            state.lock.unlock();
        }
    }

    /** How things stand. */
    public Standing standing() {
        state.lock.lock();
        try {
            return new Standing(added, addedBytes, state.spool.keptFrames(), state.spool.bytes());
        } finally {
            state.lock.unlock();
        }
    }

    /**
     * @param frames added through this object
     * @param bytes of their bodies
     * @param unacknowledged frames in the spool that are not acknowledged as far as wanted
     * @param spoolBytes bytes that the spool takes on disk
     */
    public record Standing(long frames, long bytes, long unacknowledged, long spoolBytes) {}

    /** Runs whose frames are not all acknowledged, oldest first. */
    public List<RunId> openRuns() {
        state.lock.lock();
        try {
            return state.spool.runs().stream().map(SpooledRun::id).toList();
        } finally {
            state.lock.unlock();
        }
    }

    /** Ends the connection; what is not acknowledged stays in the spool for the next time. */
    @Override
    public void close() throws IOException {
        link.ifPresent(UdpLink::close);
        sending.close();
        state.lock.lock();
        try {
            state.spool.close();
        } finally {
            state.lock.unlock();
        }
    }
}
