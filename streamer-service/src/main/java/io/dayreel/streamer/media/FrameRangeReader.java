package io.dayreel.streamer.media;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.media.MediaException.Reason;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The frames of one run with counters from {@code first} on, before {@code next}, all tracks, out of tail and archive;
 * none that was missing when the range was named. Reads no further than the last frame that is there. Blocks; one
 * thread's.
 */
final class FrameRangeReader implements Closeable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(20);

    private final StreamId stream;
    private final int run;
    private final CounterRanges leftOut;
    private final long last;
    private final FrameCursor cursor;
    private boolean behind;

    /**
     * Which frames.
     *
     * @param missing counters of the range that are to be left out, whether they are there or not
     */
    record Wanted(StreamId stream, int run, long first, long next, CounterRanges missing) {}

    /** @throws MediaException NONE if the run is not there */
    FrameRangeReader(Timeline timeline, StreamIndex index, Wanted wanted) {
        this.stream = wanted.stream();
        this.run = wanted.run();
        this.leftOut = wanted.missing();
        CounterRanges present = new CounterRanges();
        present.add(wanted.first(), wanted.next() - 1);
        present = present.minus(leftOut);
        if (present.isEmpty()) {
            throw MediaException.of(Reason.NONE, "none of these frames is kept");
        }
        this.last = present.last();
        long start =
                index.runStart(stream, run).orElseThrow(() -> MediaException.of(Reason.NONE, "the run is not kept"));
        Landing landing = Landing.at(new TimelinePosition(stream.day(), run, present.first()), start, false);
        long until = index.latestTime(stream, run, last + 1);
        this.cursor = timeline.open(stream.deviceId(), landing, until == Long.MIN_VALUE ? Long.MAX_VALUE : until);
    }

    /**
     * Moves on to the next frame, which is {@link #frame()} then.
     *
     * @return false behind the last one
     * @throws MediaException NOT_NOW if frames do not come in time
     */
    boolean next() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!behind) {
            switch (advance()) {
                case FRAME -> {
                    FrameView frame = cursor.frame();
                    boolean inside =
                            frame.run() == run && frame.day() == stream.day().number() && frame.counter() <= last;
                    behind = !inside || frame.counter() == last;
                    if (inside && !leftOut.contains(frame.counter())) {
                        return true;
                    }
                }
                case INCOMPLETE -> {
                    if (System.nanoTime() > deadline) {
                        throw MediaException.of(Reason.NOT_NOW, "the frames are not there yet");
                    }
                    LockSupport.parkNanos(RETRY.toNanos());
                }
                default -> behind = true;
            }
        }
        return false;
    }

    private FrameCursor.Step advance() {
        try {
            return cursor.advance();
        } catch (ArchiveUnavailableException e) {
            throw MediaException.of(Reason.NOT_NOW, "the archive does not answer: " + e.getMessage());
        }
    }

    /** Valid until the next call of {@link #next}; its bytes stay as they are. */
    FrameView frame() {
        return cursor.frame();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
