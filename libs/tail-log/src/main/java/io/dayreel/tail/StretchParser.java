package io.dayreel.tail;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;

/** Splits a record into stretches of consecutive counters and tells the run's index of them. Not thread-safe. */
final class StretchParser {
    private final FrameView frame = new FrameView();
    private RunIndex index;
    private long offset;
    private long receivedMillis;
    private long place;
    private boolean archived;
    private int startAt;
    private long start;
    private long last;
    private long firstTime;
    private long lastTime;
    private int frames;

    /** The run of a record's frames. @throws FrameException if no frame begins the record */
    int runOf(byte[] message) {
        return frame.wrap(message, 0, message.length).run();
    }

    /**
     * @param recordPlace where the record's first byte is on disk
     * @return frames that were added; fewer than the record has if its rest is no frame of the run
     */
    int parse(RunIndex target, TailRecord record, long recordPlace, boolean isArchived) {
        index = target;
        offset = record.offset();
        receivedMillis = record.receivedMillis();
        place = recordPlace;
        archived = isArchived;
        frames = 0;
        byte[] message = record.message();
        int at = 0;
        boolean open = false;
        while (at < message.length && isFrameOfRun(message, at)) {
            if (open && frame.counter() != last + 1) {
                close(at);
                open = false;
            }
            if (!open) {
                startAt = at;
                start = frame.counter();
                firstTime = Long.MAX_VALUE;
                lastTime = Long.MIN_VALUE;
                open = true;
            }
            take();
            at = frame.end();
        }
        if (open) {
            close(at);
        }
        return frames;
    }

    private boolean isFrameOfRun(byte[] message, int at) {
        try {
            return frame.wrap(message, at, message.length).run() == index.run();
        } catch (FrameException e) {
            return false;
        }
    }

    private void take() {
        last = frame.counter();
        firstTime = Math.min(firstTime, frame.timeMicros());
        lastTime = Math.max(lastTime, frame.timeMicros());
        frames++;
        FrameType type = frame.type();
        if (type == FrameType.VIDEO && frame.isSync()) {
            index.keyFrames()
                    .add(new TailKeyFrame(frame.track(), frame.counter(), frame.timeMicros(), frame.configuration()));
        } else if (type == FrameType.CONFIGURATION) {
            index.configure(new TailConfiguration(
                    index.run(),
                    frame.track(),
                    frame.configuration(),
                    frame.counter(),
                    frame.codec().code(),
                    frame.bodyBytes()));
        } else if (type == FrameType.END_OF_RUN) {
            index.end(frame.counter(), frame.timeMicros());
        }
    }

    private void close(int end) {
        index.add(
                new TailStretch(
                        index.run(),
                        start,
                        last,
                        start,
                        firstTime,
                        lastTime,
                        offset,
                        receivedMillis,
                        place + startAt,
                        end - startAt),
                archived);
    }
}
