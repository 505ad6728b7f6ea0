package io.dayreel.ingest.check;

import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Checks the messages of one connection: lengths, magic, version, CRC, one day and run per message, and that no day is
 * more than a day ahead; of frames that declare others gone also the body. Looks at headers only otherwise, and computes
 * one CRC per frame. Not thread-safe: it reuses its view.
 */
public final class MessageCheck {
    private static final String NO_TEXT = "{}";
    private static final int MAX_EVENT_BYTES = 256 << 10;
    /** Each asks other services what they hold of a day. */
    private static final int MAX_GONE = 100;

    private final InstantSource clock;
    private final FrameView view = new FrameView();
    private final Optional<RecentFrames> recent;

    private CounterRanges ranges;
    private List<Long> late;
    private List<EventFrame> events;
    private List<Long> conflicts;
    private List<GoneFrame> gone;
    private int frames;
    private int goodUntil;
    private int lastDay;
    private int day;
    private int run;

    public MessageCheck(InstantSource clock) {
        this(clock, Optional.of(new RecentFrames()));
    }

    private MessageCheck(InstantSource clock, Optional<RecentFrames> recent) {
        this.clock = clock;
        this.recent = recent;
    }

    /** A check for messages of many devices in turn, which remembers no frames: conflicts are left to the writer. */
    public static MessageCheck ofManyDevices(InstantSource clock) {
        return new MessageCheck(clock, Optional.empty());
    }

    /**
     * Checks one message.
     *
     * @param message must not be changed afterwards: the result shares it
     */
    public CheckResult check(byte[] message) {
        begin();
        Optional<Refusal> refusal;
        try {
            FrameMessage.forEach(view, message, 0, message.length, this::accept);
            refusal = Optional.empty();
        } catch (FrameException e) {
            refusal = Optional.of(
                    new Refusal(Refusal.BAD_FRAME, e.reason().field(), e.getMessage(), e.at(), Optional.empty()));
        } catch (GoneFrames.Malformed e) {
            refusal = Optional.of(new Refusal(
                    Refusal.BAD_FRAME, e.field(), e.getMessage(), view.offset(), Optional.of(view.counter())));
        } catch (TooManyGone e) {
            refusal = Optional.of(new Refusal(
                    Refusal.BAD_FRAME,
                    "gone",
                    "a message has at most " + MAX_GONE + " frames that declare others gone: send the rest in another",
                    view.offset(),
                    Optional.of(view.counter())));
        } catch (FutureDay e) {
            refusal = Optional.of(futureDay());
        }
        return new CheckResult(frames == 0 ? Optional.empty() : Optional.of(good(message)), refusal);
    }

    private void begin() {
        ranges = new CounterRanges();
        late = List.of();
        events = List.of();
        conflicts = List.of();
        gone = List.of();
        frames = 0;
        goodUntil = 0;
        lastDay = Day.of(clock.instant()).number() + 1;
    }

    private void accept(FrameView frame) {
        if (frame.day() > lastDay) {
            throw FutureDay.FOUND;
        }
        if (frame.type() == FrameType.GONE) {
            GoneFrames declared = GoneFrames.parse(frame.bodyBytes());
            if (gone.size() == MAX_GONE) {
                throw TooManyGone.FOUND;
            }
            gone = gone.isEmpty() ? new ArrayList<>() : gone;
            gone.add(new GoneFrame(frame.counter(), frame.offset(), frame.end(), declared));
        }
        day = frame.day();
        run = frame.run();
        note(frame.counter());
        if (recent.isPresent() && recent.get().conflicts(day, run, frame.counter(), frame.crc())) {
            conflicts = conflicts.isEmpty() ? new ArrayList<>() : conflicts;
            conflicts.add(frame.counter());
        }
        if (frame.type() == FrameType.EVENT) {
            events = events.isEmpty() ? new ArrayList<>() : events;
            events.add(new EventFrame(frame.counter(), frame.timeMicros(), frame.track(), text(frame)));
        }
        frames++;
        goodUntil = frame.end();
    }

    /** A device chooses the order: what does not come at the end is sorted in at once, at the end of the message. */
    private void note(long counter) {
        if (ranges.isEmpty() || counter >= ranges.last()) {
            ranges.add(counter);
        } else {
            late = late.isEmpty() ? new ArrayList<>() : late;
            late.add(counter);
        }
    }

    private void sortInLate() {
        CounterRanges sorted = new CounterRanges();
        late.stream().sorted().forEach(sorted::add);
        ranges.addAll(sorted);
    }

    private static String text(FrameView frame) {
        boolean readable = frame.codec() == Codec.JSON
                && (frame.flags() & FrameFlags.ENCRYPTED) == 0
                && frame.bodyLength() <= MAX_EVENT_BYTES;
        return readable ? new String(frame.bodyBytes(), StandardCharsets.UTF_8) : NO_TEXT;
    }

    private CheckedMessage good(byte[] message) {
        sortInLate();
        byte[] bytes = goodUntil == message.length ? message : Arrays.copyOf(message, goodUntil);
        return new CheckedMessage(new Day(day), run, ranges, frames, bytes, events, conflicts, gone);
    }

    private Refusal futureDay() {
        return new Refusal(
                Refusal.FUTURE_DAY,
                "day",
                "day " + new Day(view.day()) + " is more than a day ahead of the server's clock (" + clock.instant()
                        + "): set the device's clock",
                view.offset(),
                Optional.of(view.counter()));
    }

    /** Leaves the visit of a message at one frame too many. Stackless and shared: it carries nothing. */
    private static final class TooManyGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final TooManyGone FOUND = new TooManyGone();

        private TooManyGone() {
            super("too many gone frames", null, false, false);
        }
    }

    /** Leaves the visit of a message at a frame from the future. Stackless and shared: it carries nothing. */
    private static final class FutureDay extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final FutureDay FOUND = new FutureDay();

        private FutureDay() {
            super("future day", null, false, false);
        }
    }
}
