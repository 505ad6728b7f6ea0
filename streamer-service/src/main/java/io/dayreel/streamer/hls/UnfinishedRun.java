package io.dayreel.streamer.hls;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.time.Duration;
import java.util.Optional;

/**
 * A day's run that was left for the next day's before its end.
 *
 * @param position behind the last frame that was read of it
 * @param runFirstTimeMicros when it began
 * @param leftNanos when it was left, by {@link System#nanoTime}
 */
record UnfinishedRun(TimelinePosition position, long runFirstTimeMicros, long leftNanos) {
    /** Devices end a day's run a minute after midnight at the latest. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(90).toNanos();

    UnfinishedRun(TimelinePosition position, long runFirstTimeMicros) {
        this(position, runFirstTimeMicros, System.nanoTime());
    }

    /** Opens the device's timeline at a place. */
    interface Opening {
        FrameCursor at(Landing landing);
    }

    /** Takes a frame, which is valid during the call. */
    interface Taking {
        void take(Day day, FrameView frame);
    }

    /** Reads what is there. @return what is still to be read; empty at its end */
    Optional<UnfinishedRun> read(Opening timeline, Taking taking) {
        TimelinePosition at = position;
        Landing landing = Landing.at(position, runFirstTimeMicros, true);
        try (FrameCursor cursor = timeline.at(landing)) {
            while (cursor.advance() == FrameCursor.Step.FRAME && isOfThis(cursor)) {
                if (cursor.frame().type() == FrameType.END_OF_RUN) {
                    return Optional.empty();
                }
                taking.take(cursor.day(), cursor.frame());
                at = cursor.position();
            }
        }
        return System.nanoTime() - leftNanos > PATIENCE_NANOS
                ? Optional.empty()
                : Optional.of(new UnfinishedRun(at, runFirstTimeMicros, leftNanos));
    }

    private boolean isOfThis(FrameCursor cursor) {
        return cursor.day().equals(position.day()) && cursor.frame().run() == position.run();
    }
}
