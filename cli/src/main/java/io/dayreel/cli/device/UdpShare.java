package io.dayreel.cli.device;

import io.dayreel.cli.udp.UdpMessage;
import io.dayreel.cli.udp.UdpTraffic;
import io.dayreel.contracts.device.DeviceMessage.AnnouncedRun;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Shares the spool's frames out between UDP and the WebSocket: what is captured while UDP goes is tried there first, once;
 * the WebSocket sends the rest, and what was not acknowledged 5 s after it was tried. A run is tried after the server
 * said over the WebSocket that its number is free. Guarded by the spool's lock, which the link's calls take themselves.
 */
final class UdpShare implements UdpTraffic {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long ANNOUNCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** What lies further back is for the WebSocket: UDP is for the latest. */
    private static final int MAX_UNTRIED = 1024;

    private final SpoolState state;
    private final Level wants;
    private final DeviceListener listener;
    private final Map<RunId, Shared> runs = new HashMap<>();
    private final Map<Long, Tried> tried = new LinkedHashMap<>();
    private Optional<DeviceSession> session = Optional.empty();
    private Optional<ByteBuffer> large = Optional.empty();
    private boolean open;
    private boolean wasPaused;
    private long nextId;
    private long announcedNanos;

    /** A message that was given to UDP. */
    private record Tried(RunId run, CounterRange counters, long nanos) {}

    private static final class Shared {
        private final CounterRanges underWay = new CounterRanges();
        private CounterRanges unsettled = new CounterRanges();
        private boolean welcomed;
        private boolean used;
        private long next;
    }

    UdpShare(SpoolState state, Level wants, DeviceListener listener) {
        this.state = state;
        this.wants = wants;
        this.listener = listener;
    }

    private Shared shared(RunId run) {
        return runs.computeIfAbsent(run, id -> new Shared());
    }

    /** From now on a connection is told what UDP brought. The lock is held. */
    void attach(DeviceSession connected) {
        session = Optional.of(connected);
    }

    /** The connection is gone. The lock is held. */
    void detach() {
        session = Optional.empty();
    }

    /** The server said that the run's number is free. The lock is held. */
    void welcomed(RunId run) {
        shared(run).welcomed = true;
    }

    /** Whether frames of the run went over UDP, so that the server may have more of it than was announced. The lock is held. */
    boolean isUsed(RunId run) {
        return runs.containsKey(run) && shared(run).used;
    }

    /** What of a run the WebSocket leaves to UDP. The lock is held. */
    CounterRanges reserved(SpooledRun run) {
        Shared shared = runs.get(run.id());
        if (shared == null) {
            return new CounterRanges();
        }
        CounterRanges reserved = shared.underWay.copy();
        if (open && shared.welcomed && shared.next < run.next()) {
            reserved.add(shared.next, run.next() - 1);
        }
        return reserved;
    }

    /** Whether the server should be asked what became of frames that it took over UDP. The lock is held. */
    boolean isQuestionDue(long nowNanos) {
        return nowNanos - announcedNanos > ANNOUNCE_NANOS
                && runs.values().stream().anyMatch(shared -> !shared.unsettled.isEmpty());
    }

    /**
     * Runs of which frames are acknowledged, but not as far as wanted: announced again, the server says on this connection
     * how they fare. The lock is held.
     */
    List<AnnouncedRun> questions(long nowNanos) {
        announcedNanos = nowNanos;
        List<AnnouncedRun> questions = new ArrayList<>();
        runs.forEach((id, shared) -> state.spool.run(id).ifPresent(run -> {
            shared.unsettled = shared.unsettled.intersection(run.kept());
            if (!shared.unsettled.isEmpty()) {
                questions.add(new AnnouncedRun(id.day(), id.run(), run.next(), shared.unsettled.copy()));
            }
        }));
        return questions;
    }

    /** This connection was told of frames, and from now on is told what else becomes of them. The lock is held. */
    void followed(RunId run, CounterRanges ranges) {
        Shared shared = runs.get(run);
        if (shared != null) {
            shared.unsettled = shared.unsettled.minus(ranges);
        }
    }

    @Override
    public void opened() {
        state.locked(() -> {
            open = true;
            for (SpooledRun run : state.spool.runs()) {
                shared(run.id()).next = run.next();
            }
            if (wasPaused) {
                listener.warning("udp", "frames go over UDP again");
            }
            wasPaused = false;
            state.changed.signalAll();
        });
    }

    @Override
    public void paused(Optional<String> reason) {
        state.locked(() -> {
            open = false;
            reason.ifPresent(why -> {
                listener.warning("udp", why);
                wasPaused = true;
            });
            state.changed.signalAll();
        });
    }

    @Override
    public Optional<UdpMessage> next(int maxBytes) {
        state.lock.lock();
        try {
            for (SpooledRun run : state.spool.runs()) {
                Shared shared = shared(run.id());
                if (shared.welcomed && shared.next < run.next()) {
                    Optional<UdpMessage> message = next(run, shared, maxBytes);
                    if (message.isPresent()) {
                        return message;
                    }
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            state.fail(new IOException("the spool cannot be read: " + e.getMessage(), e));
            return Optional.empty();
        } finally {
            state.lock.unlock();
        }
    }

    private Optional<UdpMessage> next(SpooledRun run, Shared shared, int maxBytes) throws IOException {
        if (run.next() - shared.next > MAX_UNTRIED) {
            shared.next = run.next();
            state.changed.signalAll();
            return Optional.empty();
        }
        CounterRanges untried = run.kept();
        if (shared.next > 0) {
            untried.remove(0, shared.next - 1);
        }
        if (untried.isEmpty()) {
            shared.next = run.next();
            return Optional.empty();
        }
        CounterRange due = untried.range(0);
        ByteBuffer message = ByteBuffer.allocate(maxBytes);
        long behind = run.copy(due.first(), due.last(), message);
        if (behind == due.first()) {
            message = large.orElseGet(() -> ByteBuffer.allocate(FrameLayout.MAX_FRAME_LENGTH));
            large = Optional.of(message);
            behind = run.copy(due.first(), due.first(), message.clear());
        }
        shared.next = Math.max(behind, due.first() + 1);
        if (behind == due.first()) {
            return Optional.empty();
        }
        run.sent(behind);
        return Optional.of(tried(run.id(), shared, new CounterRange(due.first(), behind - 1), message.flip()));
    }

    private UdpMessage tried(RunId run, Shared shared, CounterRange counters, ByteBuffer message) {
        shared.used = true;
        shared.underWay.add(counters.first(), counters.last());
        long id = nextId++;
        tried.put(id, new Tried(run, counters, System.nanoTime()));
        return new UdpMessage(id, Arrays.copyOf(message.array(), message.limit()));
    }

    @Override
    public void givenUp(long id) {
        state.locked(() -> {
            Tried message = tried.remove(id);
            if (message != null) {
                leave(message);
                state.changed.signalAll();
            }
        });
    }

    private void leave(Tried message) {
        shared(message.run())
                .underWay
                .remove(message.counters().first(), message.counters().last());
    }

    @Override
    public void acknowledged(Level level, Day day, int run, CounterRanges ranges) {
        state.locked(() -> {
            RunId id = new RunId(day, run);
            Shared shared = shared(id);
            ranges.ranges().forEach(range -> shared.underWay.remove(range.first(), range.last()));
            if (!level.includes(wants)) {
                shared.unsettled.addAll(ranges);
            }
            if (session.isPresent()) {
                session.get().acknowledge(new ServerMessage.Ack(day, run, ranges, level));
            } else if (level.includes(wants)) {
                state.spool.free(id, ranges);
            }
            state.changed.signalAll();
        });
    }

    @Override
    public void tick(long nowNanos) {
        state.locked(() -> {
            boolean left = false;
            for (Iterator<Tried> oldest = tried.values().iterator(); oldest.hasNext(); left = true) {
                Tried message = oldest.next();
                if (nowNanos - message.nanos() < PATIENCE_NANOS) {
                    break;
                }
                oldest.remove();
                leave(message);
            }
            if (left) {
                runs.keySet().removeIf(run -> state.spool.run(run).isEmpty());
                state.changed.signalAll();
            }
        });
    }
}
