package io.dayreel.protocol.clip;

import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.IndexEntry;
import io.dayreel.protocol.segment.SegmentOutline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether frames are missing from within a clip: between two frames of a track and run, all that the segments hold of
 * that track and run have to be there, and a manifest must not name a segment that holds more.
 */
final class ClipCompleteness {
    private final ClipProof proof;
    private final Map<Kind, CounterRanges> seen = new TreeMap<>();
    private final Map<Kind, CounterRanges> runs = new TreeMap<>();

    /** Frames of one run and track and type; of a whole run track and type are 0. */
    private record Kind(int day, int run, int track, int type) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return Long.compareUnsigned(asNumber(), other.asNumber());
        }

        private long asNumber() {
            return (long) day << 48 | (long) run << 32 | (track & 0xFFL) << 8 | type & 0xFF;
        }
    }

    ClipCompleteness(ClipProof proof) {
        this.proof = proof;
    }

    void saw(FrameHeader frame) {
        Kind kind =
                new Kind(frame.day(), frame.run(), frame.track(), frame.type().code());
        seen.computeIfAbsent(kind, any -> new CounterRanges()).add(frame.counter());
        runs.computeIfAbsent(new Kind(frame.day(), frame.run(), 0, 0), any -> new CounterRanges())
                .add(frame.counter());
    }

    /** What is missing, in words. @param manifests by day */
    List<String> missing(Map<Integer, DayManifest> manifests) {
        List<String> missing = new ArrayList<>();
        Set<MerkleHash> roots = new HashSet<>();
        for (ClipPart part : proof.parts()) {
            if (part instanceof OfSegment of) {
                roots.add(of.segment().root());
                missingOf(of.segment(), missing);
            }
        }
        manifests.forEach((day, manifest) -> {
            for (SealedSegment segment : manifest.segments()) {
                if (!roots.contains(segment.root()) && concerns(day, segment)) {
                    missing.add("nothing of segment " + segment.key()
                            + " is in it, which the manifest names and which holds frames between these");
                }
            }
        });
        return missing;
    }

    private void missingOf(SegmentOutline segment, List<String> missing) {
        int day = segment.header().stream().day().number();
        for (IndexEntry entry : segment.index()) {
            CounterRanges there = seen.get(new Kind(day, entry.run(), entry.track(), entry.typeCode()));
            if (there != null
                    && entry.counter() > there.first()
                    && entry.counter() < there.last()
                    && !there.contains(entry.counter())) {
                missing.add("frame " + entry.position() + " of track " + entry.track() + ", captured "
                        + Instant.EPOCH.plus(entry.timeMicros(), ChronoUnit.MICROS)
                        + ", is missing from the clip: segment " + segment.root() + " holds it");
                return;
            }
        }
    }

    private boolean concerns(int day, SealedSegment segment) {
        for (StoredRun run : segment.runs()) {
            CounterRanges there = runs.get(new Kind(day, run.run(), 0, 0));
            if (there != null
                    && !run.ranges()
                            .intersection(CounterRanges.of(new CounterRange(there.first(), there.last())))
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
