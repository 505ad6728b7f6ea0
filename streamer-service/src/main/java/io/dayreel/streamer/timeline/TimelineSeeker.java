package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Finds where playing begins. Thread-safe; all but {@link #live} may block on the network. */
public final class TimelineSeeker {
    /** A video track whose last key frame is older than that, compared to the newest one, has stopped. */
    private static final long TRACK_STOPPED_MICROS = 60_000_000;

    private static final long FILL_PATIENCE_NANOS = 5_000_000_000L;
    private static final long FILL_LOOK_NANOS = 50_000_000L;

    private final Timeline timeline;

    public TimelineSeeker(Timeline timeline) {
        this.timeline = timeline;
    }

    /** The newest key frame of every video track, or the newest frame where there is no video; only from the tail. */
    public Optional<Landing> live(DeviceId device) {
        for (Day day : timeline.tail().days(device).descendingSet()) {
            Optional<StreamTail> tail = timeline.tail().stream(device.on(day));
            List<TailRun> runs = tail.map(StreamTail::runs).orElse(List.of());
            if (!runs.isEmpty()) {
                TailRun newest = runs.get(runs.size() - 1);
                DayView view = timeline.view(device.on(day), DayArchive.EMPTY);
                return Optional.of(live(view, newest));
            }
        }
        return Optional.empty();
    }

    private static Landing live(DayView view, TailRun run) {
        Map<Integer, Long> starts = starts(view.keyFramesUpTo(run.run(), Long.MAX_VALUE));
        long counter = starts.values().stream().min(Long::compare).orElse(run.lastCounter());
        TimelinePosition position = new TimelinePosition(view.stream().day(), run.run(), counter);
        return new Landing(position, run.firstTimeMicros(), starts, Long.MIN_VALUE, Long.MIN_VALUE, true);
    }

    /** The live end, also of a device whose frames are all archived; empty if it never sent any. */
    public Optional<Landing> liveOrLast(DeviceId device) {
        Optional<Landing> live = live(device);
        if (live.isPresent()) {
            return live;
        }
        for (Day day : timeline.archive().days(device).descendingSet()) {
            List<TimelineRun> runs = timeline.view(device.on(day)).runs();
            if (!runs.isEmpty()) {
                TimelineRun run = runs.get(runs.size() - 1);
                TimelinePosition behind = new TimelinePosition(day, run.run(), run.lastCounter() + 1);
                return Optional.of(new Landing(
                        behind, run.firstTimeMicros(), Map.of(), Long.MIN_VALUE, run.lastTimeMicros(), true));
            }
        }
        return Optional.empty();
    }

    /** The oldest frame kept; empty if there is none. */
    public Optional<Landing> start(DeviceId device) {
        for (Day day : timeline.days(device)) {
            Optional<TimelineRun> run =
                    timeline.view(device.on(day)).runs().stream().findFirst();
            if (run.isPresent()) {
                return run.map(first -> atFirstFrame(day, first, Long.MIN_VALUE));
            }
        }
        return Optional.empty();
    }

    /** Exactly this frame, or what follows it; empty if the run is not there. */
    public Optional<Landing> at(DeviceId device, TimelinePosition position) {
        return timeline.view(device.on(position.day()))
                .run(position.run())
                .map(run -> Landing.at(position, run.firstTimeMicros(), false));
    }

    /**
     * The last key frames at or before a capture time; without video the first frame at or after it; where nothing was
     * recorded at that time what follows; behind everything the live end.
     *
     * @return empty if the device has no frames at all
     */
    public Optional<Landing> at(DeviceId device, long timeMicros) {
        Day dayBefore = new Day(Math.max(0, Day.ofMicros(timeMicros).number() - 1));
        for (Day day : timeline.days(device).tailSet(dayBefore, true)) {
            DayView view = timeline.view(device.on(day));
            for (TimelineRun run : view.runs()) {
                if (run.lastTimeMicros() >= timeMicros) {
                    return Optional.of(within(view, run, timeMicros));
                }
            }
        }
        return liveOrLast(device);
    }

    private static Landing within(DayView view, TimelineRun run, long timeMicros) {
        Day day = view.stream().day();
        if (run.firstTimeMicros() >= timeMicros) {
            return atFirstFrame(day, run, timeMicros);
        }
        Map<Integer, Long> starts = starts(view.keyFramesUpTo(run.run(), timeMicros));
        if (!starts.isEmpty()) {
            long first = starts.values().stream().min(Long::compare).orElseThrow();
            TimelinePosition position = new TimelinePosition(day, run.run(), first);
            return new Landing(position, run.firstTimeMicros(), starts, Long.MIN_VALUE, timeMicros, false);
        }
        long counter = view.counterBefore(run.run(), timeMicros).orElse(run.firstCounter());
        TimelinePosition position = new TimelinePosition(day, run.run(), counter);
        return new Landing(position, run.firstTimeMicros(), Map.of(), timeMicros, timeMicros, false);
    }

    private static Landing atFirstFrame(Day day, TimelineRun run, long askedMicros) {
        TimelinePosition position = new TimelinePosition(day, run.run(), run.firstCounter());
        return new Landing(position, run.firstTimeMicros(), Map.of(), Long.MIN_VALUE, askedMicros, false);
    }

    /** Without tracks that stopped long before the others. */
    private static Map<Integer, Long> starts(Map<Integer, DayView.TrackStart> keyFrames) {
        long newest = keyFrames.values().stream()
                .mapToLong(DayView.TrackStart::timeMicros)
                .max()
                .orElse(0);
        Map<Integer, Long> starts = new HashMap<>();
        keyFrames.forEach((track, key) -> {
            if (key.timeMicros() >= newest - TRACK_STOPPED_MICROS) {
                starts.put(track, key.counter());
            }
        });
        return starts;
    }

    /** First and last capture time of everything kept, µs; empty if nothing is. */
    public Optional<long[]> recorded(DeviceId device) {
        NavigableSet<Day> days = timeline.days(device);
        Optional<Long> first = days.stream()
                .flatMap(day -> timeline.view(device.on(day)).runs().stream())
                .map(TimelineRun::firstTimeMicros)
                .findFirst();
        Optional<Long> last = days.descendingSet().stream()
                .flatMap(
                        day -> timeline.view(device.on(day)).runs().stream()
                                .map(TimelineRun::lastTimeMicros)
                                .max(Long::compare)
                                .stream())
                .findFirst();
        return first.isPresent() && last.isPresent()
                ? Optional.of(new long[] {first.get(), last.get()})
                : Optional.empty();
    }

    /** Whether there is, or may soon be, something to play. */
    public boolean isKnown(DeviceId device) {
        return !timeline.tail().days(device).isEmpty() || timeline.archive().isKnown(device);
    }

    /**
     * As {@link #isKnown}, waiting a while for a tail that is just being filled, such as that of a device whose tail
     * another streamer has.
     */
    public boolean awaitKnown(DeviceId device) {
        long deadline = System.nanoTime() + FILL_PATIENCE_NANOS;
        while (!isKnown(device)) {
            if (timeline.tail().isComplete(device) || System.nanoTime() > deadline) {
                return !timeline.tail().days(device).isEmpty();
            }
            LockSupport.parkNanos(FILL_LOOK_NANOS);
        }
        return true;
    }
}
