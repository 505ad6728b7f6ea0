package io.dayreel.protocol.manifest;

import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a sealed day consists of. The newest manifest of a day is the one that counts; each names the one before it, so
 * that none can be taken out or put back unnoticed.
 *
 * @param number from 0, one more with each
 * @param previous SHA-256 of the whole file of the manifest before it; empty for number 0
 * @param sealed when it was made
 * @param keyId which key signed it, {@link SealKeyId}
 * @param segments in the order in which copies of a frame are visible
 * @param runs what was received of each run, by ascending run
 */
public record DayManifest(
        StreamId stream,
        int number,
        Optional<MerkleHash> previous,
        Instant sealed,
        String keyId,
        List<SealedSegment> segments,
        List<SealedRun> runs) {
    public DayManifest {
        segments = List.copyOf(segments);
        runs = List.copyOf(runs);
        if (number < 0 || previous.isPresent() == (number == 0)) {
            throw new IllegalArgumentException("manifest " + number + " after " + previous);
        }
    }

    /** File name of the manifest with a number. */
    public static String name(int number) {
        return "manifest-" + number + ".json";
    }

    /**
     * One segment.
     *
     * @param key object key
     * @param size bytes
     * @param frames number of frames, repeats included
     * @param keyFrames encoded key-frame table
     * @param follows roots of earlier segments that it names
     */
    public record SealedSegment(
            String key,
            long size,
            MerkleHash root,
            long frames,
            List<StoredRun> runs,
            long firstReceivedMillis,
            long lastReceivedMillis,
            byte[] keyFrames,
            List<MerkleHash> follows) {
        public SealedSegment {
            runs = List.copyOf(runs);
            follows = List.copyOf(follows);
        }

        /** File name: the key's last part. */
        public String name() {
            return key.substring(key.lastIndexOf('/') + 1);
        }
    }

    /** What a segment holds of a run; capture times in µs since 1970-01-01. */
    public record StoredRun(int run, CounterRanges ranges, long firstTimeMicros, long lastTimeMicros) {}

    /**
     * A run of the day.
     *
     * @param received frames that the segments hold
     * @param end counter of its end as the device declared it; empty if that was not received
     * @param holes what is missing of it, by reason
     */
    public record SealedRun(int run, CounterRanges received, Optional<Long> end, List<Hole> holes) {
        public SealedRun {
            holes = List.copyOf(holes);
        }
    }

    /** @param reason why they are not there: {@code missing} if nobody knows */
    public record Hole(CounterRanges ranges, String reason) {}
}
