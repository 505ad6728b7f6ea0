package io.dayreel.cli.source;

import io.dayreel.media.MediaSample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The samples that a camera sent while ffmpeg was still finding out what it sends, some seconds' worth. They come in one
 * burst, long after they were captured; only the first sample behind the burst tells what the time is. At
 * {@value #MAX_SAMPLES} samples or {@value #MAX_BYTES} bytes the burst counts as over.
 */
final class Backlog {

    private static final long BURST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MAX_SAMPLES = 2048;
    private static final long MAX_BYTES = 16 << 20;

    private final List<MediaSample> samples = new ArrayList<>();
    private long bytes;
    private long lastNanos;

    /** Adds a sample that arrived now; true if it came behind the burst, so that now is its time. */
    boolean addAndSeeWhetherItIsTheLast(MediaSample sample, long nowNanos) {
        boolean behind = !samples.isEmpty() && nowNanos - lastNanos >= BURST_GAP_NANOS;
        samples.add(sample);
        bytes += sample.bytes().length;
        lastNanos = nowNanos;
        return behind || samples.size() >= MAX_SAMPLES || bytes >= MAX_BYTES;
    }

    /** All samples in their order; the backlog is empty afterwards. */
    List<MediaSample> drain() {
        List<MediaSample> all = List.copyOf(samples);
        samples.clear();
        bytes = 0;
        return all;
    }
}
