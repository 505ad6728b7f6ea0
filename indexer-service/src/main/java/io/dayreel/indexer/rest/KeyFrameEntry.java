package io.dayreel.indexer.rest;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.segment.TrackKeyFrames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A key frame and where its bytes are.
 *
 * @param segment object key
 * @param offset of the frame message within the object
 */
public record KeyFrameEntry(Instant time, int run, long counter, int track, String segment, long offset) {

    static List<KeyFrameEntry> of(
            List<SegmentRecord.Announced> segments, TimeRange range, Optional<Integer> onlyTrack) {
        List<KeyFrameEntry> found = new ArrayList<>();
        for (SegmentRecord.Announced segment : segments) {
            for (Extent extent : KeyFrameTable.decode(segment.keyFrames()).extents()) {
                for (TrackKeyFrames track : extent.keyFrames()) {
                    if (onlyTrack.map(wanted -> wanted == track.track()).orElse(true)) {
                        add(found, segment, extent.run(), track, range);
                    }
                }
            }
        }
        found.sort(Comparator.comparing(KeyFrameEntry::time).thenComparing(KeyFrameEntry::counter));
        return found;
    }

    private static void add(
            List<KeyFrameEntry> found,
            SegmentRecord.Announced segment,
            int run,
            TrackKeyFrames track,
            TimeRange range) {
        for (KeyFrame key : track) {
            if (range.contains(key.timeMicros())) {
                found.add(new KeyFrameEntry(
                        Instant.EPOCH.plus(key.timeMicros(), ChronoUnit.MICROS),
                        run,
                        key.counter(),
                        track.track(),
                        segment.key(),
                        key.offset()));
            }
        }
    }
}
