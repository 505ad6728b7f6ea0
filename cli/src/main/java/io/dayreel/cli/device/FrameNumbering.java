package io.dayreel.cli.device;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.TrackConfiguration;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives captured frames their day, run and counter. A track goes over to the new day at its first key frame at or after
 * 00:00 UTC; the old day's run ends when all tracks with pictures or sound have, or a minute of capture time later. Time
 * that goes back by more than a second on a track begins a new run; less is held at the time before. Every run has each
 * configuration before the first frame that needs it, and again every ten minutes at a key frame. Not thread-safe.
 */
final class FrameNumbering {
    static final long CLOCK_STEP_MICROS = 1_000_000;

    private static final long REPEAT_CONFIGURATION_MICROS = 600_000_000;
    private static final long LATEST_CHANGE_OF_DAY_MICROS = 60_000_000;

    private final RunNumbers numbers;
    private final Map<Day, OpenRun> open = new LinkedHashMap<>();
    private final Map<Integer, Day> trackDays = new LinkedHashMap<>();

    FrameNumbering(RunNumbers numbers) {
        this.numbers = numbers;
    }

    /** The frame with its place, preceded by ends of runs and configurations that are due. */
    List<NumberedFrame> number(CapturedFrame frame) {
        if (frame.isConfiguration()) {
            return List.of(); // goes before the first frame that needs it, which carries it
        }
        List<NumberedFrame> numbered = new ArrayList<>();
        if (wentBack(frame)) {
            numbered.addAll(end("clock"));
        }
        OpenRun run = runOf(frame);
        frame.configuration().ifPresent(configuration -> run.configure(configuration, frame, numbered));
        numbered.add(run.place(frame.header(), frame.body()));
        endOldDays(numbered, frame.timeMicros());
        return numbered;
    }

    /** Ends all open runs; the next frame begins another. @param reason day, input-end, clock or shutdown */
    List<NumberedFrame> end(String reason) {
        return end(reason, 0);
    }

    /** As {@link #end}, and says that no further run of these days follows. */
    List<NumberedFrame> endDay(String reason) {
        return end(reason, FrameFlags.LAST_RUN_OF_DAY);
    }

    private List<NumberedFrame> end(String reason, int flags) {
        List<NumberedFrame> ends = new ArrayList<>();
        open.values().forEach(run -> ends.add(run.end(reason, flags)));
        open.clear();
        trackDays.clear();
        return ends;
    }

    /** The last frame of a run. @param frames number of frames before it */
    static NumberedFrame endOfRun(RunId run, long frames, long timeMicros, String reason) {
        return endOfRun(run, frames, timeMicros, reason, 0);
    }

    private static NumberedFrame endOfRun(RunId run, long frames, long timeMicros, String reason, int flags) {
        FrameHeader header = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC | flags)
                .timed(timeMicros, 0, 0);
        return new NumberedFrame(run, frames, header, bytes("{\"reason\":\"" + reason + "\"}"));
    }

    /** A statement of the device itself, in its current run; empty while none is open. */
    Optional<NumberedFrame> gone(String json) {
        FrameHeader header = FrameHeader.of(FrameType.GONE, Codec.JSON).withFlags(FrameFlags.SYNC);
        return newest().map(run -> run.place(header.timed(run.lastMicros, 0, 0), bytes(json)));
    }

    /** The server has other frames under this number: what comes next goes on under another. */
    void renumber(RunId taken, RunId other, long split) {
        for (OpenRun run : open.values()) {
            if (run.id.equals(taken)) {
                run.id = other;
                run.next -= split;
            }
        }
    }

    private boolean wentBack(CapturedFrame frame) {
        Day day = trackDays.get(frame.track());
        OpenRun run = day == null ? null : open.get(day);
        return run != null && run.lastMicros(frame.track()) - frame.timeMicros() > CLOCK_STEP_MICROS;
    }

    private OpenRun runOf(CapturedFrame frame) {
        Day captured = Day.ofMicros(frame.timeMicros());
        Optional<OpenRun> newest = newest();
        Day current = trackDays.get(frame.track());
        OpenRun own = current == null ? null : open.get(current);
        OpenRun run;
        if (own != null && (captured.compareTo(current) <= 0 || !frame.header().isSync())) {
            run = own;
        } else if (open.containsKey(captured)) {
            run = open.get(captured);
        } else if (newest.isPresent()
                && (captured.compareTo(newest.get().id.day()) <= 0
                        || !frame.header().isSync())) {
            run = newest.get();
        } else {
            run = begin(captured, frame.timeMicros());
        }
        trackDays.put(frame.track(), run.id.day());
        return run;
    }

    private OpenRun begin(Day day, long timeMicros) {
        int wanted = (int) ((timeMicros - day.startMicros()) / 2_000_000);
        OpenRun run = new OpenRun(numbers.take(day, wanted));
        open.put(day, run);
        return run;
    }

    private Optional<OpenRun> newest() {
        return open.values().stream().reduce((older, newer) -> newer);
    }

    private void endOldDays(List<NumberedFrame> numbered, long nowMicros) {
        if (open.size() < 2) {
            return;
        }
        Day newest = newest().orElseThrow().id.day();
        boolean overdue = nowMicros - newest.startMicros() > LATEST_CHANGE_OF_DAY_MICROS;
        List<Day> over = open.values().stream()
                .filter(run -> run.id.day().compareTo(newest) < 0)
                .filter(run -> overdue
                        || run.mediaTracks.stream()
                                .noneMatch(track -> run.id.day().equals(trackDays.get(track))))
                .map(run -> run.id.day())
                .toList();
        for (Day day : over) {
            numbered.add(open.remove(day).end("day", FrameFlags.LAST_RUN_OF_DAY));
            trackDays.values().removeIf(day::equals);
        }
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** A run that frames are still added to. */
    private static final class OpenRun {
        private final Map<Integer, Long> trackTimes = new LinkedHashMap<>();
        private final Map<Integer, Sent> configurations = new LinkedHashMap<>();
        private final Set<Integer> mediaTracks = new LinkedHashSet<>();
        private RunId id;
        private long next;
        private long lastMicros;
        private long endMicros;

        OpenRun(RunId id) {
            this.id = id;
        }

        long lastMicros(int track) {
            return trackTimes.getOrDefault(track, Long.MIN_VALUE / 2);
        }

        NumberedFrame place(FrameHeader header, byte[] body) {
            long time = Math.max(header.timeMicros(), lastMicros(header.track()));
            FrameHeader held = time == header.timeMicros()
                    ? header
                    : header.timed(time, header.compositionOffsetMicros(), header.durationMicros());
            trackTimes.put(header.track(), time);
            lastMicros = Math.max(lastMicros, time);
            if (header.type() == FrameType.VIDEO || header.type() == FrameType.AUDIO) {
                mediaTracks.add(header.track());
                endMicros = Math.max(endMicros, time + held.durationMicros());
            }
            return new NumberedFrame(id, next++, held, body);
        }

        void configure(TrackConfiguration configuration, CapturedFrame frame, List<NumberedFrame> numbered) {
            Sent sent = configurations.get(configuration.track());
            boolean other = sent == null || sent.number != configuration.number();
            boolean due = !other
                    && frame.header().isSync()
                    && frame.timeMicros() - sent.micros >= REPEAT_CONFIGURATION_MICROS;
            if (other || due) {
                CapturedFrame captured = configuration.frameAt(frame.timeMicros());
                numbered.add(place(captured.header(), captured.body()));
                configurations.put(configuration.track(), new Sent(configuration.number(), frame.timeMicros()));
            }
        }

        NumberedFrame end(String reason, int flags) {
            return endOfRun(id, next++, Math.max(lastMicros, endMicros), reason, flags);
        }

        private record Sent(int number, long micros) {}
    }
}
