package io.dayreel.sync.wishes;

import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.wishes.RepairWish.Resend;
import io.dayreel.contracts.wishes.RepairWish.WishedRun;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.sync.repair.RepairOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which frames of a day an operator wants sent again.
 *
 * @param run all runs if empty
 * @param ranges the whole run if empty; only with a run
 */
public record ResendScope(Optional<Integer> run, Optional<CounterRanges> ranges) {
    /** Everything that is missing of a day. */
    public static final ResendScope WHOLE_DAY = new ResendScope(Optional.empty(), Optional.empty());

    private static final RepairOrder OLDEST_FIRST = new RepairOrder.OldestFirst();

    public ResendScope {
        if (ranges.isPresent() && run.isEmpty()) {
            throw new IllegalArgumentException("ranges are counters of one run: name it with run");
        }
        if (ranges.isPresent() && (ranges.get().isEmpty() || ranges.get().rangeCount() > Resend.MAX_RANGES)) {
            throw new IllegalArgumentException("ranges are 1–" + Resend.MAX_RANGES + " ranges");
        }
    }

    /**
     * What of a scope is missing.
     *
     * @param runs what the device will be asked for, at most {@link Resend#MAX_RANGES} ranges in all, oldest first
     * @param leftOut missing frames beyond that
     * @param received frames of the scope that are there
     * @param lost frames of the scope that will never come
     */
    public record Missing(List<WishedRun> runs, long leftOut, long received, long lost) {
        public Missing {
            runs = List.copyOf(runs);
        }

        /** Frames that the device will be asked for. */
        public long frames() {
            return runs.stream().mapToLong(each -> each.ranges().size()).sum();
        }
    }

    /** Whether a day has the run that is named. */
    public boolean isOf(MissingDay day) {
        return run.isEmpty() || day.runs().stream().anyMatch(each -> each.run() == run.get());
    }

    /** What of it is missing of a day. */
    public Missing in(MissingDay day) {
        List<WishedRun> wanted = new ArrayList<>();
        int room = Resend.MAX_RANGES;
        long leftOut = 0;
        long received = 0;
        long lost = 0;
        for (MissingDay.MissingRun each : day.runs()) {
            CounterRanges scope = within(each);
            CounterRanges missing = each.missing().intersection(scope);
            CounterRanges chosen = OLDEST_FIRST.first(missing, missing.size(), room);
            long gone = each.lost().stream()
                    .mapToLong(some -> some.ranges().intersection(scope).size())
                    .sum();
            room -= chosen.rangeCount();
            leftOut += missing.size() - chosen.size();
            lost += gone;
            received += scope.size() - missing.size() - gone;
            if (!chosen.isEmpty()) {
                wanted.add(new WishedRun(each.run(), chosen));
            }
        }
        return new Missing(wanted, leftOut, received, lost);
    }

    private CounterRanges within(MissingDay.MissingRun each) {
        if (each.expected() == 0 || (run.isPresent() && run.get() != each.run())) {
            return new CounterRanges();
        }
        CounterRanges whole = CounterRanges.of(new CounterRange(0, each.expected() - 1));
        return ranges.map(whole::intersection).orElse(whole);
    }
}
