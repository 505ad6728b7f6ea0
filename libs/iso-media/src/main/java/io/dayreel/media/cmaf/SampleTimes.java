package io.dayreel.media.cmaf;

import java.util.List;
import java.util.OptionalLong;

/**
 * Times as a track counts them: every time is {@code round(time × timescale)}, never a sum of durations, and a duration
 * is the next time minus its own. Rounding errors cannot add up, and every cut of the same frames gives the same times.
 */
public final class SampleTimes {

    /** A successor later than this is no successor: the pause is a hole, and the sample lasts as long as it says. */
    public static final long HOLE_MICROS = 2_000_000;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int PICTURES_PER_SECOND = 30;

    private SampleTimes() {}

    /**
     * {@code timeMicros × timescale / 10⁶}, rounded half up, exact for every time whose result fits a long.
     *
     * @param timescale ticks a second, 1 or more
     */
    public static long ticks(long timeMicros, int timescale) {
        long seconds = Math.floorDiv(timeMicros, MICROS_PER_SECOND);
        long rest = Math.floorMod(timeMicros, MICROS_PER_SECOND);
        return seconds * timescale + (rest * timescale + MICROS_PER_SECOND / 2) / MICROS_PER_SECOND;
    }

    /** Whether a sample at the second time does not follow one at the first: it is earlier, or more than 2 s later. */
    public static boolean isHole(long timeMicros, long nextMicros) {
        return nextMicros < timeMicros || nextMicros - timeMicros > HOLE_MICROS;
    }

    /**
     * How long each sample lasts, in ticks: up to the next one; before a hole and at an unknown end its hint, else as
     * long as the one before it, else the length of a coded audio unit or 1/30 s. Text lasts as long as it says: it is rare, and
     * a long time between two is no hole.
     *
     * @param nextTimeMicros decode time of the track's sample after the last one, if there is one
     */
    public static long[] durations(TrackFormat format, List<Sample> samples, OptionalLong nextTimeMicros) {
        long[] durations = new long[samples.size()];
        long previous = 0;
        for (int i = 0; i < durations.length; i++) {
            OptionalLong next = i + 1 < durations.length
                    ? OptionalLong.of(samples.get(i + 1).timeMicros())
                    : nextTimeMicros;
            previous = duration(format, samples.get(i), next, previous);
            durations[i] = previous;
        }
        return durations;
    }

    /**
     * How long one sample lasts, in ticks, by the same rule.
     *
     * @param previousTicks duration of the sample before it, 0 if there is none
     */
    public static long duration(TrackFormat format, Sample sample, OptionalLong nextTimeMicros, long previousTicks) {
        int timescale = format.timescale();
        long time = sample.timeMicros();
        if (format.isText()) {
            return ticks(time + sample.durationHintMicros(), timescale) - ticks(time, timescale);
        }
        if (nextTimeMicros.isPresent() && !isHole(time, nextTimeMicros.getAsLong())) {
            return ticks(nextTimeMicros.getAsLong(), timescale) - ticks(time, timescale);
        }
        if (sample.durationHintMicros() > 0) {
            return ticks(time + sample.durationHintMicros(), timescale) - ticks(time, timescale);
        }
        if (previousTicks > 0) {
            return previousTicks;
        }
        return format.isVideo() ? timescale / PICTURES_PER_SECOND : AudioUnit.ticks(format, sample.body());
    }
}
