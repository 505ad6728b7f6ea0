package io.dayreel.streamer.timeline;

import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.TrackKeyFrames;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.archive.ArchivedTrack;
import io.dayreel.streamer.rendition.TrackRate;

/**
 * How much of a run a segment holds, by its index: averages by count, the peak by the distance of key frames. What
 * several tracks share in the peak is told apart by their shares in the whole.
 */
final class SegmentRates {
    private static final long BITS_MICROS = 8_000_000;

    /** A single group of pictures may be very short. */
    private static final long PEAK_MICROS = 2_000_000;

    private final StoredRun run;
    private final double share;
    private final long bytes;
    private final long peak;

    SegmentRates(ArchivedSegment segment, StoredRun run) {
        this.run = run;
        long all = 0;
        for (StoredRun each : segment.runs()) {
            all += each.ranges().size();
        }
        this.share = all == 0 ? 0 : (double) run.ranges().size() / all;
        this.bytes = segment.tracks().stream().mapToLong(ArchivedTrack::bytes).sum();
        this.peak = segment.keyFrames().extents().stream()
                .filter(extent -> extent.run() == run.run() && extent.ordered())
                .flatMap(extent -> extent.keyFrames().stream())
                .mapToLong(SegmentRates::peak)
                .max()
                .orElse(0);
    }

    private static long peak(TrackKeyFrames keys) {
        long peak = 0;
        int from = 0;
        for (int to = 1; to < keys.size(); to++) {
            KeyFrame first = keys.get(from);
            KeyFrame last = keys.get(to);
            long micros = last.timeMicros() - first.timeMicros();
            if (micros >= PEAK_MICROS) {
                peak = Math.max(peak, (last.offset() - first.offset()) * BITS_MICROS / micros);
                from = to;
            }
        }
        return peak;
    }

    TrackRate of(ArchivedTrack track) {
        long micros = run.lastTimeMicros() - run.firstTimeMicros();
        double part = bytes == 0 ? 0 : (double) track.bytes() / bytes;
        return new TrackRate(
                (long) (track.frames() * share), (long) (track.bytes() * share), micros, (long) (peak * part));
    }
}
