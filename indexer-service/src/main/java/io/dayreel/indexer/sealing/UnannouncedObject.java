package io.dayreel.indexer.sealing;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.RunSummary;
import io.dayreel.protocol.segment.SegmentSummary;
import java.util.List;

/** A stored segment that no announcement names: what a crash between storing and announcing left (I4). */
final class UnannouncedObject {
    /** What is to be done with it. */
    enum Fate {
        /** A writer may still find and announce it. */
        WAIT,
        /** It may hold what nobody else holds. */
        ADOPT,
        /** All its records are in announced segments. */
        DROP
    }

    private UnannouncedObject() {}

    /**
     * Decides. Dropped only if its records are of the topic as it is, lie behind the committed offset, and announced
     * segments hold every frame of it.
     */
    static Fate fate(SegmentSummary summary, CommittedFrames committed, List<SegmentRecord.Announced> announced) {
        if (summary.sources().stream().anyMatch(committed::mayBeAnnounced)) {
            return Fate.WAIT;
        }
        boolean known =
                !summary.sources().isEmpty() && summary.sources().stream().allMatch(committed::isOfTopic);
        return known && summary.runs().stream().allMatch(run -> isHeld(run, announced)) ? Fate.DROP : Fate.ADOPT;
    }

    private static boolean isHeld(RunSummary run, List<SegmentRecord.Announced> announced) {
        CounterRanges held = new CounterRanges();
        announced.stream()
                .flatMap(segment -> segment.runs().stream())
                .filter(other -> other.run() == run.run())
                .forEach(other -> held.addAll(other.ranges()));
        return CounterRanges.of(run.ranges()).minus(held).isEmpty();
    }
}
