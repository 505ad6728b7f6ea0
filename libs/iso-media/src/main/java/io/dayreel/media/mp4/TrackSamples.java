package io.dayreel.media.mp4;

import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.SampleTimes;
import io.dayreel.media.cmaf.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What is known of one track's samples: 24 bytes each, and 16 for each chunk. Not thread-safe. */
final class TrackSamples {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final int id;
    private final TrackFormat first;
    private final List<TrackFormat> formats = new ArrayList<>();
    private final LongColumn times = new LongColumn();
    private final LongColumn offsets = new LongColumn();
    private final LongColumn sizes = new LongColumn();
    private final LongColumn chunkStarts = new LongColumn();
    private final LongColumn chunkShapes = new LongColumn();
    private boolean awaitsSync;
    private long firstPresentation = Long.MAX_VALUE;
    private long lastPresentation = Long.MIN_VALUE;
    private boolean reordered;
    private long lastDuration;

    TrackSamples(int id, TrackFormat format) {
        this.id = id;
        this.first = format;
        this.awaitsSync = format.isVideo();
    }

    /** Whether a sample can follow: time never goes back, and pictures begin, and go on, with a key frame. */
    boolean takes(Sample sample) {
        boolean back = times.size() > 0 && sample.timeMicros() < times.get(times.size() - 1);
        if (back) {
            awaitsSync = first.isVideo();
        }
        return !back && (!awaitsSync || sample.sync());
    }

    /** @param position of its bytes in the media data @param joins whether they follow the track's last ones directly */
    void add(TrackFormat format, Sample sample, long position, boolean joins) {
        int description = formats.indexOf(format);
        if (description < 0) {
            description = formats.size();
            formats.add(format);
        }
        int chunk = chunkShapes.size() - 1;
        if (joins && description == description(chunk)) {
            chunkShapes.set(chunk, chunkShapes.get(chunk) + 1);
        } else {
            chunkStarts.add(position);
            chunkShapes.add((long) description << 32 | 1);
        }
        lastDuration = lone(sample);
        times.add(sample.timeMicros());
        offsets.add(sample.compositionOffsetMicros());
        sizes.add((long) sample.body().remaining() << 1 | (sample.sync() ? 1 : 0));
        firstPresentation = Math.min(firstPresentation, sample.presentationMicros());
        lastPresentation = Math.max(lastPresentation, sample.presentationMicros());
        reordered |= sample.compositionOffsetMicros() != 0;
        awaitsSync = false;
    }

    /** By the media-time rules, of a sample without successor; a hole before it says nothing of its length. */
    private long lone(Sample sample) {
        int before = times.size() - 1;
        boolean hole = before < 0 || SampleTimes.isHole(times.get(before), sample.timeMicros());
        long step = hole
                ? 0
                : SampleTimes.ticks(sample.timeMicros(), timescale())
                        - SampleTimes.ticks(times.get(before), timescale());
        return SampleTimes.duration(first, sample, OptionalLong.empty(), step);
    }

    int id() {
        return id;
    }

    TrackFormat format() {
        return first;
    }

    List<TrackFormat> formats() {
        return formats;
    }

    int timescale() {
        return first.timescale();
    }

    int count() {
        return times.size();
    }

    int size(int sample) {
        return (int) (sizes.get(sample) >>> 1);
    }

    boolean sync(int sample) {
        return (sizes.get(sample) & 1) == 1;
    }

    boolean reordered() {
        return reordered;
    }

    /** Decode time in ticks, from 0 for the first sample. */
    long decodeTicks(int sample) {
        return ticks(times.get(sample));
    }

    long compositionTicks(int sample) {
        return ticks(times.get(sample) + offsets.get(sample)) - decodeTicks(sample);
    }

    /** A capture time on the track's own clock, which shows 0 at the first sample's decode time. */
    long ticks(long micros) {
        return SampleTimes.ticks(micros, timescale()) - SampleTimes.ticks(times.get(0), timescale());
    }

    /** Up to the next sample, over holes too; the last one lasts as the media-time rules say. */
    long durationTicks(int sample) {
        return sample + 1 < count() ? decodeTicks(sample + 1) - decodeTicks(sample) : lastDuration;
    }

    long durationTicks() {
        return decodeTicks(count() - 1) + lastDuration;
    }

    long firstPresentationMicros() {
        return firstPresentation;
    }

    /**
     * The first moment at or after a capture time at which there is something: that time itself, or when what follows a
     * hole begins; {@link Long#MAX_VALUE} behind the last sample.
     */
    long firstAtOrAfter(long micros) {
        if (micros <= firstPresentation) {
            return firstPresentation;
        }
        int low = 0;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        boolean last = low == count();
        if (low > 0 && (last ? micros < endMicros() : !SampleTimes.isHole(times.get(low - 1), micros))) {
            return micros;
        }
        return last ? Long.MAX_VALUE : Math.max(micros, times.get(low) + offsets.get(low));
    }

    /** When the last sample has been shown. */
    long endMicros() {
        return lastPresentation + lastDuration * MICROS_PER_SECOND / timescale();
    }

    int chunks() {
        return chunkStarts.size();
    }

    long chunkStart(int chunk) {
        return chunkStarts.get(chunk);
    }

    int chunkSamples(int chunk) {
        return (int) chunkShapes.get(chunk);
    }

    /** Index of the chunk's format; −1 before the first chunk. */
    int description(int chunk) {
        return chunk < 0 ? -1 : (int) (chunkShapes.get(chunk) >>> 32);
    }
}
