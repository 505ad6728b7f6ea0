package io.dayreel.sync.completing;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.sync.devices.Evidence;
import io.dayreel.sync.devices.TrackedDay;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.received.RunReceipts;
import io.dayreel.sync.received.StreamReceipts;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.RepairRules;
import io.dayreel.sync.repair.Wish;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses what a device is asked for next: what operators want, first come first, and otherwise what is missing, in the
 * policy's order. Only what may be judged is chosen (I9). Not thread-safe.
 */
final class NextPiece {
    private static final RepairOrder OLDEST_FIRST = new RepairOrder.OldestFirst();

    private final RepairRules rules;
    private final Ledger ledger;

    NextPiece(RepairRules rules, Ledger ledger) {
        this.rules = rules;
        this.ledger = ledger;
    }

    /**
     * Frames of one run to choose from.
     *
     * @param order from which end
     * @param wish what they were wanted by, if an operator wants them
     */
    record Piece(TrackedDay day, int run, CounterRanges missing, RepairOrder order, Optional<Wish> wish) {}

    /** @return empty if nothing is missing that may be judged */
    Optional<Piece> of(TrackedDevice device, long nowMillis, long watermarkMillis) {
        Evidence.Patience patience = new Evidence.Patience(
                rules.grace().toMillis(), rules.announcedGrace().toMillis(), device.progressMillis());
        Judge judge = new Judge(nowMillis, watermarkMillis, patience);
        return wished(device, judge).or(() -> missing(device, judge));
    }

    private record Judge(long nowMillis, long watermarkMillis, Evidence.Patience patience) {
        CounterRanges missing(TrackedDay day, int run, StreamReceipts receipts) {
            if (!day.hasEvidence()) {
                day.noteEvidence(receipts, nowMillis, patience.graceMillis());
            }
            return receipts.run(run).missingBelow(day.judgedBelow(run, watermarkMillis, patience));
        }
    }

    private Optional<Piece> wished(TrackedDevice device, Judge judge) {
        for (Wish wish : device.wishes()) {
            StreamReceipts receipts = ledger.receipts(device.id().on(wish.day()));
            CounterRanges open =
                    wish.ranges().intersection(receipts.run(wish.run()).missing());
            Optional<TrackedDay> day = device.day(wish.day());
            if (open.isEmpty() || day.isEmpty()) {
                device.wishLeaves(wish, new Wish(wish.request(), wish.day(), wish.run(), new CounterRanges()));
                continue;
            }
            CounterRanges missing = wish.ranges().intersection(judge.missing(day.get(), wish.run(), receipts));
            if (!missing.isEmpty()) {
                return Optional.of(new Piece(day.get(), wish.run(), missing, OLDEST_FIRST, Optional.of(wish)));
            }
        }
        return Optional.empty();
    }

    private Optional<Piece> missing(TrackedDevice device, Judge judge) {
        RepairOrder order = rules.policy().order(device.isWatched(judge.nowMillis()));
        for (TrackedDay day : order.order(List.copyOf(device.days()))) {
            if (day.totals().missing() == 0) {
                continue;
            }
            StreamReceipts receipts = ledger.receipts(day.stream());
            for (Map.Entry<Integer, RunReceipts> run : order.order(receipts.inOrder())) {
                CounterRanges missing = judge.missing(day, run.getKey(), receipts);
                if (!missing.isEmpty()) {
                    return Optional.of(new Piece(day, run.getKey(), missing, order, Optional.empty()));
                }
            }
        }
        return Optional.empty();
    }
}
