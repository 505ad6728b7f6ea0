package io.dayreel.streamer.healing;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.archive.ArchivedSpan;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailRecord;
import io.dayreel.tail.TailStretch;
import java.util.Optional;

/** Frames of one run that came lately, as far as they may be new. Not thread-safe. */
final class Arrived {
    private final CounterRanges ranges = new CounterRanges();
    private final RunOfStream run;
    private long firstOffset;
    private long firstReceivedMillis;
    private long fromMicros = Long.MAX_VALUE;
    private long toMicros = Long.MIN_VALUE;

    private Arrived(RunOfStream run, TailRecord item) {
        this.run = run;
        this.firstOffset = item.offset();
        this.firstReceivedMillis = item.receivedMillis();
    }

    /** The frames of a record; empty if none begins it. Looks at headers only. */
    static Optional<Arrived> in(TailRecord item) {
        byte[] message = item.message();
        FrameView frame = new FrameView();
        Arrived arrived = null;
        try {
            for (int at = 0; at < message.length; at = frame.end()) {
                frame.wrap(message, at, message.length);
                if (arrived == null) {
                    arrived = new Arrived(new RunOfStream(item.stream(), frame.run()), item);
                }
                arrived.ranges.add(frame.counter());
                arrived.fromMicros = Math.min(arrived.fromMicros, frame.timeMicros());
                arrived.toMicros = Math.max(arrived.toMicros, frame.timeMicros());
            }
        } catch (FrameException e) {
            return Optional.ofNullable(arrived);
        }
        return Optional.ofNullable(arrived);
    }

    RunOfStream run() {
        return run;
    }

    CounterRanges ranges() {
        return ranges;
    }

    long fromMicros() {
        return fromMicros;
    }

    long toMicros() {
        return toMicros;
    }

    RunEnd end() {
        return new RunEnd(ranges.last(), toMicros);
    }

    private Arrived(Arrived other) {
        run = other.run;
        firstOffset = other.firstOffset;
        firstReceivedMillis = other.firstReceivedMillis;
        fromMicros = other.fromMicros;
        toMicros = other.toMicros;
    }

    /** Takes away what is behind a counter. @return that, with the times of all */
    Arrived splitBehind(long counter) {
        Arrived behind = new Arrived(this);
        behind.ranges.addAll(ranges);
        if (counter >= 0) {
            behind.ranges.remove(0, counter);
        }
        leaveOutBehind(counter);
        return behind;
    }

    void add(Arrived later) {
        ranges.addAll(later.ranges);
        firstOffset = Math.min(firstOffset, later.firstOffset);
        firstReceivedMillis = Math.min(firstReceivedMillis, later.firstReceivedMillis);
        fromMicros = Math.min(fromMicros, later.fromMicros);
        toMicros = Math.max(toMicros, later.toMicros);
    }

    /** Leaves out what the tail has. */
    void leaveOut(StreamTail tail) {
        for (CounterRange range : ranges.ranges()) {
            long at = range.first();
            while (at <= range.last()) {
                Optional<TailStretch> held = tail.next(run.run(), at);
                if (held.isEmpty() || held.get().first() > range.last()) {
                    break;
                }
                ranges.remove(held.get().first(), held.get().last());
                at = held.get().last() + 1;
            }
        }
    }

    /** Leaves out what segments have that were received before. @return the end of what those segments have */
    RunEnd leaveOut(DayArchive archive, int partition) {
        for (CounterRange range : ranges.ranges()) {
            long at = range.first();
            while (at <= range.last()) {
                Optional<ArchivedSpan> held =
                        archive.nextReceivedBefore(run.run(), at, partition, firstOffset, firstReceivedMillis);
                if (held.isEmpty() || held.get().first() > range.last()) {
                    break;
                }
                ranges.remove(held.get().first(), held.get().last());
                at = held.get().last() + 1;
            }
        }
        return archive.segmentsOf(run.run()).stream()
                .filter(segment -> segment.wasReceivedBefore(partition, firstOffset, firstReceivedMillis))
                .flatMap(segment -> segment.run(run.run()).stream())
                .filter(stored -> !stored.ranges().isEmpty())
                .map(stored -> new RunEnd(stored.ranges().last(), stored.lastTimeMicros()))
                .reduce(RunEnd.NONE, RunEnd::later);
    }

    /** Leaves out what is behind a counter: it came in order. */
    void leaveOutBehind(long counter) {
        if (!ranges.isEmpty() && ranges.last() > counter) {
            ranges.remove(counter + 1, ranges.last());
        }
    }
}
