package io.dayreel.cli.source;

import io.dayreel.media.MediaSample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The samples that a camera sent while ffmpeg was still finding out what it sends, some seconds' worth. They come in one
 * burst, long after they were captured; only samples that come at the pace of their media time tell what the time is.
 * At {@value #MAX_SAMPLES} samples or {@value #MAX_BYTES} bytes the burst counts as over.
 */
final class Backlog {

    /** Long enough that a pause of a busy machine in the middle of a burst does not pass for the camera's pace. */
    private static final long PACE_MICROS = TimeUnit.MILLISECONDS.toMicros(200);

    private static final int MAX_SAMPLES = 2048;
    private static final long MAX_BYTES = 16 << 20;

    /** @param mediaMicros its media time */
    private record Arrival(MediaSample sample, long mediaMicros, long nanos) {
        /** What the clock showed at media time zero, if this came without delay. */
        long originMicros() {
            return TimeUnit.NANOSECONDS.toMicros(nanos) - mediaMicros;
        }
    }

    private final List<Arrival> arrivals = new ArrayList<>();
    private long bytes;

    /** Adds a sample that arrived now; true if the burst is over with it. */
    boolean addAndSeeWhetherItIsTheLast(MediaSample sample, long mediaMicros, long nowNanos) {
        Arrival last = new Arrival(sample, mediaMicros, nowNanos);
        arrivals.add(last);
        bytes += sample.bytes().length;
        return cameAtItsPace(last) || arrivals.size() >= MAX_SAMPLES || bytes >= MAX_BYTES;
    }

    private boolean cameAtItsPace(Arrival last) {
        for (int i = arrivals.size() - 2; i >= 0; i--) {
            Arrival before = arrivals.get(i);
            long media = last.mediaMicros() - before.mediaMicros();
            if (media >= PACE_MICROS) {
                return TimeUnit.NANOSECONDS.toMicros(last.nanos() - before.nanos()) >= media / 2;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    /** How long the last sample was on its way beyond the one that took the shortest time. */
    long lastDelayMicros() {
        long least = arrivals.stream().mapToLong(Arrival::originMicros).min().orElseThrow();
        return arrivals.get(arrivals.size() - 1).originMicros() - least;
    }

    /** All samples in their order; the backlog is empty afterwards. */
    List<MediaSample> drain() {
        List<MediaSample> all = arrivals.stream().map(Arrival::sample).toList();
        arrivals.clear();
        bytes = 0;
        return all;
    }
}
