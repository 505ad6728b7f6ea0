package io.dayreel.streamer.timeline;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.DayArchive;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks over a device's timeline: every frame at or behind its position once, in order, out of tail and archive, over
 * runs and days. Frames that arrive behind its position later are not seen. At the live end it sees the rest of a day's
 * run among the next day's frames, in the order of arrival: tracks go over at midnight one after the other (protocol.md).
 * Memory: one record or one archived frame, and the buffers of {@link SpanReader}.
 *
 * <p>Not thread-safe; may block on disk and network unless it is told to stay in the tail.
 */
public final class FrameCursor implements Closeable {
    /** Devices end a day's run a minute after midnight at the latest. */
    private static final long UNFINISHED_NANOS = Duration.ofSeconds(90).toNanos();

    /** What {@link #advance} found. */
    public enum Step {
        /** There is a frame: see {@link #frame()}. */
        FRAME,
        /** There is no further frame at present. */
        END,
        /** The next frames are not there yet, but may be soon: the tail is still being filled. */
        INCOMPLETE
    }

    private final Timeline timeline;
    private final DeviceId device;
    private final SpanReader reader;
    private final Set<TimelinePosition> runsLeft = new HashSet<>();
    private PlaceInRun newest;
    private PlaceInRun reading;
    private Optional<Unfinished> unfinished = Optional.empty();
    private boolean tailOnly;
    private boolean holesAccepted;
    private Optional<Gap> gap = Optional.empty();

    /** A day's run that has not ended where the next day's began. */
    private record Unfinished(PlaceInRun place, long leftNanos) {}

    FrameCursor(Timeline timeline, DeviceId device, SpanReader reader, Landing landing) {
        this.timeline = timeline;
        this.device = device;
        this.reader = reader;
        this.newest = PlaceInRun.first(landing.position(), landing.runFirstTimeMicros());
        this.reading = newest;
        this.tailOnly = landing.live();
    }

    /** From now on only the tail is read: the cursor is at the live end, and must not wait for the archive. */
    public void stayInTail(boolean only) {
        tailOnly = only;
    }

    /** The next {@link #advance} passes over what is not there yet. */
    public void acceptHole() {
        holesAccepted = true;
    }

    /** Goes on at a later frame of the current run, leaving out what is between; no gap is reported. */
    public void skipTo(TimelinePosition later, long laterRunFirstTime) {
        reader.stop();
        newest = PlaceInRun.first(later, laterRunFirstTime);
        reading = newest;
        unfinished = Optional.empty();
    }

    /** The position behind the last frame of the newest run that was come to. */
    public TimelinePosition position() {
        return newest.next();
    }

    /** The frame found; valid until the next call of {@link #advance}. */
    public FrameView frame() {
        return reader.frame();
    }

    /** The array that holds the frame; shared, but never changed. */
    public byte[] array() {
        return reader.array();
    }

    /** The day of the frame found. */
    public Day day() {
        return reading.day();
    }

    public boolean isFromArchive() {
        return reader.isFromArchive();
    }

    /** What lies between the frame found and the one before it. */
    public Optional<Gap> gap() {
        return gap;
    }

    /** Gives up connections while nobody reads. */
    public void release() {
        reader.release();
    }

    /** @throws ArchiveUnavailableException if the archive is needed and does not answer; may be called again */
    public Step advance() {
        while (true) {
            if (reader.next()) {
                arrive();
                return Step.FRAME;
            }
            if (reader.failed() && reading == newest) {
                if (!holesAccepted) {
                    return Step.INCOMPLETE;
                }
                holesAccepted = false;
            }
            reader.passed().ifPresent(reading::goTo);
            Optional<Step> stopped = plan();
            if (stopped.isPresent()) {
                return stopped.get();
            }
        }
    }

    private void arrive() {
        FrameView frame = reader.frame();
        gap = reading.pass(frame);
        if (reading == newest) {
            holesAccepted = false;
        } else if (frame.type() == FrameType.END_OF_RUN) {
            unfinished = Optional.empty();
        }
    }

    /** Finds the next span and begins to read it. @return why there is none */
    private Optional<Step> plan() {
        reading = newest;
        TimelinePosition position = newest.next();
        DayView view = view(position.day());
        Optional<Span> span = view.next(position.run(), position.counter());
        if (readsUnfinished()) {
            return Optional.empty();
        }
        boolean adjacent = span.isPresent() && span.get().first() == position.counter();
        if (!adjacent && mayStillCome()) {
            return Optional.of(Step.INCOMPLETE);
        }
        if (span.isEmpty()) {
            return enterNextRun(view);
        }
        reader.begin(view, span.get());
        return Optional.empty();
    }

    /**
     * Begins to read what came of the run that has not ended. Asked after the newest run: whatever came before a frame
     * that was found there is found here.
     */
    private boolean readsUnfinished() {
        if (unfinished.isEmpty()) {
            return false;
        }
        PlaceInRun place = unfinished.get().place();
        DayView inTail = timeline.view(device.on(place.day()), DayArchive.EMPTY);
        Optional<Span> span = inTail.next(place.next().run(), place.next().counter());
        if (span.isPresent()) {
            reading = place;
            reader.begin(inTail, span.get());
        } else if (System.nanoTime() - unfinished.get().leftNanos() > UNFINISHED_NANOS) {
            unfinished = Optional.empty();
        }
        return span.isPresent();
    }

    private boolean mayStillCome() {
        return !tailOnly && !holesAccepted && !timeline.tail().isComplete(device);
    }

    private Optional<Step> enterNextRun(DayView view) {
        TimelinePosition position = newest.next();
        runsLeft.add(new TimelinePosition(position.day(), position.run(), 0));
        TimelineRun current = new TimelineRun(position.run(), newest.runFirstTimeMicros(), 0, 0, 0);
        for (TimelineRun run : view.runs()) {
            if (run.compareTo(current) > 0 && enter(view, run)) {
                return Optional.empty();
            }
        }
        for (Day day : daysAfter(position.day())) {
            DayView next = view(day);
            for (TimelineRun run : next.runs()) {
                if (enter(next, run)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(Step.END);
    }

    private boolean enter(DayView view, TimelineRun run) {
        Day day = view.stream().day();
        if (runsLeft.contains(new TimelinePosition(day, run.run(), 0))) {
            return false;
        }
        Optional<Span> span = view.next(run.run(), 0);
        if (span.isEmpty()) {
            return false;
        }
        if (tailOnly && readsRest()) {
            return true;
        }
        if (tailOnly && newest.goesOverTo(day, run.firstTimeMicros())) {
            unfinished = Optional.of(new Unfinished(newest, System.nanoTime()));
        }
        TimelinePosition first = new TimelinePosition(day, run.run(), span.get().first());
        newest = newest.followedBy(first, run.firstTimeMicros());
        reading = newest;
        reader.begin(view, span.get());
        return true;
    }

    /** Frames of the current run may have come just before those of the next. */
    private boolean readsRest() {
        DayView view = view(newest.day());
        Optional<Span> rest = view.next(newest.next().run(), newest.next().counter());
        rest.ifPresent(span -> reader.begin(view, span));
        return rest.isPresent();
    }

    /** Nothing archived is newer than what the tail holds, so that the archive need not be asked at the live end. */
    private NavigableSet<Day> daysAfter(Day day) {
        NavigableSet<Day> days = new TreeSet<>(timeline.tail().days(device));
        if (!tailOnly && (days.isEmpty() || !days.last().equals(day))) {
            days.addAll(timeline.archive().days(device));
        }
        return days.tailSet(day, false);
    }

    /** Where the tail goes on without a hole it does not matter that the archive cannot be asked. */
    private DayView view(Day day) {
        if (tailOnly) {
            return timeline.view(device.on(day), DayArchive.EMPTY);
        }
        try {
            return timeline.view(
                    device.on(day), reader.readable(timeline.archive().day(device.on(day))));
        } catch (ArchiveUnavailableException e) {
            DayView known = timeline.view(device.on(day), timeline.archive().known(device.on(day)));
            TimelinePosition position = newest.next();
            boolean goesOn = day.equals(position.day())
                    && known.next(position.run(), position.counter())
                            .map(Span::first)
                            .filter(first -> first == position.counter())
                            .isPresent();
            if (goesOn) {
                return known;
            }
            throw e;
        }
    }

    /** Counters of the current run that are left out by going on at a later one. */
    public Optional<CounterRange> skippedBefore(TimelinePosition later) {
        TimelinePosition position = newest.next();
        boolean sameRun = later.day().equals(position.day()) && later.run() == position.run();
        return sameRun && later.counter() > position.counter()
                ? Optional.of(new CounterRange(position.counter(), later.counter() - 1))
                : Optional.empty();
    }

    @Override
    public void close() {
        reader.close();
    }
}
