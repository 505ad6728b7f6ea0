package io.dayreel.indexer.sealing;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.manifest.DayManifest.Hole;
import io.dayreel.protocol.manifest.DayManifest.SealedRun;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.DayManifest.StoredRun;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a manifest says of a day, from announcements and what sync-service knows of holes. */
final class ManifestContent {
    private static final String UNKNOWN = "missing";

    private final TreeMap<Integer, RunContent> runs = new TreeMap<>();
    private final List<SealedSegment> segments;

    /** @param announced in the order in which copies of a frame are visible */
    ManifestContent(List<SegmentRecord.Announced> announced, Optional<CompletenessRecord> completeness) {
        this.segments = announced.stream().map(ManifestContent::segment).toList();
        for (SegmentRecord.Announced segment : announced) {
            segment.runs().forEach(run -> run(run.run()).stored(run));
        }
        completeness.ifPresent(
                known -> known.runs().forEach(run -> run(run.run()).judged(run)));
    }

    private RunContent run(int run) {
        return runs.computeIfAbsent(run, each -> new RunContent());
    }

    List<SealedSegment> segments() {
        return segments;
    }

    List<SealedRun> runs() {
        List<SealedRun> sealed = new ArrayList<>();
        for (Map.Entry<Integer, RunContent> run : runs.entrySet()) {
            sealed.add(run.getValue().sealed(run.getKey()));
        }
        return sealed;
    }

    private static SealedSegment segment(SegmentRecord.Announced announced) {
        return new SealedSegment(
                announced.key(),
                announced.size(),
                MerkleHash.ofHex(announced.root()),
                announced.frames(),
                announced.runs().stream()
                        .map(run -> new StoredRun(run.run(), run.ranges(), run.firstTimeMicros(), run.lastTimeMicros()))
                        .toList(),
                announced.firstReceivedMillis(),
                announced.lastReceivedMillis(),
                announced.keyFrames(),
                announced.follows().stream().map(MerkleHash::ofHex).toList());
    }

    /** One run while it is put together. */
    private static final class RunContent {
        private final CounterRanges received = new CounterRanges();
        private final CounterRanges awaited = new CounterRanges();
        private List<LostFrames> lost = List.of();
        private Optional<Long> end = Optional.empty();

        void stored(SegmentRecord.StoredRun run) {
            received.addAll(run.ranges());
            run.end().ifPresent(declared -> end = Optional.of(declared.counter()));
        }

        void judged(RunCompleteness run) {
            awaited.addAll(run.missing());
            lost = run.lost();
        }

        SealedRun sealed(int run) {
            CounterRanges all = awaited.copy();
            lost.forEach(part -> all.addAll(part.ranges()));
            end.ifPresent(all::add);
            long last = Math.max(received.isEmpty() ? -1 : received.last(), all.isEmpty() ? -1 : all.last());
            CounterRanges rest = received.missing(0, last);
            List<Hole> holes = new ArrayList<>();
            for (LostFrames part : lost) {
                CounterRanges hole = rest.intersection(part.ranges());
                if (!hole.isEmpty()) {
                    holes.add(new Hole(hole, part.reason()));
                    rest = rest.minus(hole);
                }
            }
            if (!rest.isEmpty()) {
                holes.add(new Hole(rest, UNKNOWN));
            }
            return new SealedRun(run, received, end, holes);
        }
    }
}
