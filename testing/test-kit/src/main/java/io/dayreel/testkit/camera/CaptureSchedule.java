package io.dayreel.testkit.camera;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a camera captures in each minute, in order of time: every minute is like the first, so that the frame of any
 * counter is found without going through those before it. Each minute begins with the configurations.
 */
final class CaptureSchedule {
    static final long MINUTE_MICROS = 60_000_000;
    static final int VIDEO_TRACK = 1;
    static final int AUDIO_TRACK = 2;
    static final int TELEMETRY_TRACK = 3;
    static final int EVENT_TRACK = 4;
    private static final int AUDIO_UNITS_PER_MINUTE = 3000;

    enum Kind {
        VIDEO_CONFIGURATION(VIDEO_TRACK),
        AUDIO_CONFIGURATION(AUDIO_TRACK),
        VIDEO(VIDEO_TRACK),
        AUDIO(AUDIO_TRACK),
        TELEMETRY(TELEMETRY_TRACK),
        EVENT(EVENT_TRACK);

        private final int track;

        Kind(int track) {
            this.track = track;
        }

        int track() {
            return track;
        }
    }

    /** One capture: what, when within its minute, and the how-manieth of its kind in that minute. */
    record Slot(Kind kind, long offsetMicros, int index, long durationMicros) {}

    /** A slot in a certain minute; {@code ordinal} counts its kind from the run's start. */
    record Capture(Slot slot, long minute, long ordinal) {
        long offsetMicros() {
            return minute * MINUTE_MICROS + slot.offsetMicros();
        }
    }

    private final List<Slot> minute;
    private final long[] perMinute = new long[Kind.values().length];

    CaptureSchedule(CameraSettings settings) {
        List<Slot> slots = new ArrayList<>();
        slots.add(new Slot(Kind.VIDEO_CONFIGURATION, 0, 0, 0));
        addEvenly(slots, Kind.VIDEO, (int) Math.rint(settings.framesPerSecond() * 60));
        if (settings.audio()) {
            slots.add(new Slot(Kind.AUDIO_CONFIGURATION, 0, 0, 0));
            addEvenly(slots, Kind.AUDIO, AUDIO_UNITS_PER_MINUTE);
        }
        addEvery(slots, Kind.TELEMETRY, settings.telemetryEvery(), Duration.ZERO);
        addEvery(slots, Kind.EVENT, settings.eventEvery(), settings.eventEvery().dividedBy(2));
        slots.sort(Comparator.comparingLong(Slot::offsetMicros).thenComparing(Slot::kind));
        slots.forEach(slot -> perMinute[slot.kind().ordinal()]++);
        minute = List.copyOf(slots);
    }

    Capture at(long counter) {
        Slot slot = minute.get((int) (counter % minute.size()));
        long which = counter / minute.size();
        return new Capture(slot, which, which * perMinute[slot.kind().ordinal()] + slot.index());
    }

    /** Frames whose capture time lies before {@code offsetMicros} from the run's start: the first counter not before it. */
    long framesBefore(long offsetMicros) {
        long whole = Math.floorDiv(offsetMicros, MINUTE_MICROS);
        long rest = Math.floorMod(offsetMicros, MINUTE_MICROS);
        long within = minute.stream().filter(slot -> slot.offsetMicros() < rest).count();
        return whole * minute.size() + within;
    }

    private static void addEvenly(List<Slot> slots, Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            long at = MINUTE_MICROS * i / count;
            slots.add(new Slot(kind, at, i, MINUTE_MICROS * (i + 1) / count - at));
        }
    }

    private static void addEvery(List<Slot> slots, Kind kind, Duration every, Duration first) {
        if (every.isZero()) {
            return;
        }
        long step = every.toNanos() / 1000;
        int index = 0;
        for (long at = first.toNanos() / 1000; at < MINUTE_MICROS; at += step) {
            slots.add(new Slot(kind, at, index++, step));
        }
    }
}
