package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.EventType;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.FrameCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes in at the live end of a device and is not cut yet, by rendition. Reads each frame's header once. Bounded:
 * of a rendition that nobody cuts the oldest frames are given up. One thread's at a time.
 */
final class LiveFrames {
    private static final int MAX_WAITING = 20_000;
    private static final int MAX_STEP = 5_000;
    private static final int RUNS = 4;

    private final Map<Rendition, List<CutFrame>> waiting = new HashMap<>();
    private final Map<Rendition, Long> gops = new HashMap<>();
    private long newestMicros = Long.MIN_VALUE;
    private final Map<Rendition, Long> lastSync = new HashMap<>();
    private final List<SeenEvent> events = new ArrayList<>();
    private final LinkedHashMap<RunOfDay, CounterRanges> present = new LinkedHashMap<>();
    private final Map<Rendition, Long> frameNanosOf = new HashMap<>();
    private final long beganNanos = System.nanoTime();
    private long frameNanos = beganNanos;
    private boolean runEnded;

    private record RunOfDay(Day day, int run) {}

    /** @param type see {@link EventType} */
    record SeenEvent(Day day, int run, long counter, int track, long timeMicros, String type) {}

    LiveFrames(List<Rendition> renditions) {
        renditions.forEach(each -> waiting.put(each, new ArrayList<>()));
    }

    /** Reads what is there. */
    void read(FrameCursor cursor) {
        for (int i = 0; i < MAX_STEP && cursor.advance() == FrameCursor.Step.FRAME; i++) {
            boolean isOfTheNewestDay = cursor.day().equals(cursor.position().day());
            if (isOfTheNewestDay) {
                runEnded = cursor.frame().type() == FrameType.END_OF_RUN;
            }
            take(cursor.day(), cursor.frame());
        }
    }

    private void take(Day frameDay, FrameView frame) {
        present.computeIfAbsent(new RunOfDay(frameDay, frame.run()), r -> newRun())
                .add(frame.counter());
        frameNanos = System.nanoTime();
        switch (frame.type()) {
            case VIDEO -> add(Rendition.video(frame.track()), frameDay, frame);
            case AUDIO -> add(Rendition.audio(frame.track()), frameDay, frame);
            case EVENT ->
                events.add(new SeenEvent(
                        frameDay,
                        frame.run(),
                        frame.counter(),
                        frame.track(),
                        frame.timeMicros(),
                        EventType.in(StandardCharsets.UTF_8.decode(frame.body()).toString())));
            default -> {
                // of no rendition
            }
        }
    }

    private CounterRanges newRun() {
        if (present.size() >= RUNS) {
            present.remove(present.keySet().iterator().next());
        }
        return new CounterRanges();
    }

    private void add(Rendition rendition, Day day, FrameView frame) {
        List<CutFrame> frames = waiting.get(rendition);
        if (frames == null) {
            return;
        }
        if (frames.size() >= MAX_WAITING) {
            frames.subList(0, MAX_WAITING / 2).clear();
        }
        frameNanosOf.put(rendition, System.nanoTime());
        newestMicros = Math.max(newestMicros, frame.timeMicros());
        frames.add(
                behindOlder(frames, day),
                new CutFrame(
                        day,
                        frame.run(),
                        frame.counter(),
                        frame.timeMicros(),
                        frame.durationMicros(),
                        !rendition.isVideo() || frame.isSync(),
                        frame.configuration()));
        if (frame.isSync()) {
            Long before = lastSync.put(rendition, frame.timeMicros());
            if (before != null && frame.timeMicros() > before) {
                gops.put(rendition, frame.timeMicros() - before);
            }
        }
    }

    /** Days follow each other, also where the rest of one comes after the next has begun. */
    private static int behindOlder(List<CutFrame> frames, Day day) {
        int at = frames.size();
        while (at > 0 && frames.get(at - 1).day().compareTo(day) > 0) {
            at--;
        }
        return at;
    }

    /** Since the last frame of a rendition was read, µs. */
    long quietMicros(Rendition rendition) {
        return (System.nanoTime() - frameNanosOf.getOrDefault(rendition, beganNanos)) / 1_000;
    }

    /** Since the last frame of any kind was read, µs. */
    long quietMicros() {
        return (System.nanoTime() - frameNanos) / 1_000;
    }

    /** Frames of a rendition from a place on; those before it are forgotten. */
    List<CutFrame> from(Rendition rendition, CutPlace place) {
        List<CutFrame> frames = waiting.get(rendition);
        int behind = 0;
        while (behind < frames.size() && !place.isBefore(frames.get(behind))) {
            behind++;
        }
        if (behind > 0) {
            frames.subList(0, behind).clear();
        }
        return frames;
    }

    /** The events seen since the last call. */
    List<SeenEvent> takeEvents() {
        List<SeenEvent> seen = List.copyOf(events);
        events.clear();
        return seen;
    }

    /** Length of the last group of pictures, µs; 0 if unknown. */
    long gopMicros(Rendition rendition) {
        return gops.getOrDefault(rendition, 0L);
    }

    /** The latest capture time of any rendition; the smallest long before the first frame. */
    long newestMicros() {
        return newestMicros;
    }

    /** Whether the newest run's last frame ended it. */
    boolean isRunEnded() {
        return runEnded;
    }

    /** Counters of a cut that were not there. */
    CounterRanges missing(Cut cut) {
        CounterRanges seen =
                present.get(new RunOfDay(cut.first().day(), cut.first().run()));
        return cut.kind() == CutSpan.Kind.MEDIA && seen != null
                ? seen.missing(cut.first().counter(), cut.next() - 1)
                : new CounterRanges();
    }
}
