package io.dayreel.cli.device;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** Frames of any runs, back to back, for one HTTP request. */
final class FrameBatch {
    private final ByteBuffer body;

    private FrameBatch(ByteBuffer body) {
        this.body = body;
    }

    /**
     * Takes frames from the spool, whose lock is held, and remembers there that they were sent.
     *
     * @param due in the order in which they are to be taken
     * @param maxBytes a single frame may have more
     * @return empty if nothing is due
     */
    static Optional<FrameBatch> of(Map<SpooledRun, CounterRanges> due, int maxBytes) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(maxBytes);
        for (Map.Entry<SpooledRun, CounterRanges> run : due.entrySet()) {
            for (CounterRange range : run.getValue().ranges()) {
                long next = range.first();
                while (next <= range.last()) {
                    long behind = run.getKey().copy(next, range.last(), body);
                    if (behind == next) {
                        return Optional.of(
                                body.position() > 0 ? new FrameBatch(body.flip()) : single(run.getKey(), next));
                    }
                    run.getKey().sent(behind);
                    next = behind;
                }
            }
        }
        return body.position() > 0 ? Optional.of(new FrameBatch(body.flip())) : Optional.empty();
    }

    private static FrameBatch single(SpooledRun run, long counter) throws IOException {
        ByteBuffer body = ByteBuffer.allocate(FrameLayout.MAX_FRAME_LENGTH);
        if (run.copy(counter, counter, body) == counter) {
            throw new IOException("frame " + counter + " of run " + run.id() + " cannot be read from the spool");
        }
        run.sent(counter + 1);
        return new FrameBatch(body.flip());
    }

    /** Its bytes; to be read only. */
    ByteBuffer body() {
        return body.duplicate();
    }

    /** The frame at an offset, as a range of its run. */
    Optional<Map.Entry<RunId, CounterRanges>> frameAt(long offset) {
        if (offset < 0 || offset >= body.limit()) {
            return Optional.empty();
        }
        try {
            FrameView frame = new FrameView().wrap(body.array(), (int) offset, body.limit());
            CounterRanges counter = CounterRanges.of(new CounterRange(frame.counter(), frame.counter()));
            return Optional.of(Map.entry(new RunId(new Day(frame.day()), frame.run()), counter));
        } catch (FrameException noFrame) {
            return Optional.empty();
        }
    }
}
