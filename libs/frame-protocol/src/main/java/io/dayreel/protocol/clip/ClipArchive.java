package io.dayreel.protocol.clip;

import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored segments that the frames of a clip may be in. */
public interface ClipArchive {
    /** A day's announced segments, in the order in which copies of a frame are visible. */
    List<Stored> segments(StreamId day) throws IOException;

    /**
     * Opens a segment for ranged reads: its footer, and at most 63 frames on either side of those of the clip.
     *
     * @return empty if it is gone
     */
    Optional<ByteSource> open(String key) throws IOException;

    /** The manifest of a day that counts; empty as long as the day is not sealed. */
    Optional<SignedManifest> manifest(StreamId day) throws IOException;

    /** @param key object key @param runs which counters of each run it holds */
    record Stored(String key, Map<Integer, CounterRanges> runs) {
        public Stored {
            runs = Map.copyOf(runs);
        }
    }
}
