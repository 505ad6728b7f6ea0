package io.dayreel.sync.completing;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.protocol.stream.Day;
import io.dayreel.sync.devices.TrackedDay;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.received.StreamReceipts;
import io.dayreel.sync.received.Totals;
import java.util.Optional;

/**
 * Declares days ready, publishes how complete they are, and forgets them beyond retention. A day is judged in terms of its
 * partition's watermark: while that stands still, nothing is declared. Not thread-safe.
 */
final class DayVerdicts {
    static final String BEYOND_RETENTION = "retention";
    static final String TOO_MANY_DAYS = "too-many-days";

    private final DayRules rules;
    private final Ledger ledger;
    private final Outlet outlet;

    DayVerdicts(DayRules rules, Ledger ledger, Outlet outlet) {
        this.rules = rules;
        this.ledger = ledger;
        this.outlet = outlet;
    }

    /** @param watermarkMillis everything received until then has been reported */
    void judge(TrackedDevice device, long nowMillis, long watermarkMillis) {
        Optional<TrackedDay> tooMany = device.oneTooMany();
        while (tooMany.isPresent()) {
            giveUp(tooMany.get(), TOO_MANY_DAYS, nowMillis);
            tooMany = device.oneTooMany();
        }
        for (TrackedDay day : device.days()) {
            if (watermarkMillis >= rules.forgottenMillis(day.stream().day(), day.changedMillis())) {
                giveUp(day, BEYOND_RETENTION, nowMillis);
            } else {
                if (day.state() == State.OPEN && isReady(device, day, watermarkMillis)) {
                    day.become(State.READY);
                    device.decided();
                }
                if (day.isPublicationDue(nowMillis, rules.publish().toMillis())) {
                    publish(day, nowMillis);
                    device.decided();
                }
            }
        }
    }

    private boolean isReady(TrackedDevice device, TrackedDay day, long watermarkMillis) {
        Day date = day.stream().day();
        Totals totals = day.totals();
        boolean followed = device.hasLaterThan(date);
        boolean over = followed || totals.lastRunDeclared() || watermarkMillis >= rules.overMillis(date);
        boolean quiet = watermarkMillis >= day.changedMillis() + rules.quiet().toMillis();
        boolean complete = totals.missing() == 0 && (totals.lastRunEnded() || followed);
        long deadline = rules.deadlineMillis(date, day.openedMillis());
        boolean late = deadline > 0 && watermarkMillis >= deadline;
        return over && quiet && (complete || late);
    }

    private void publish(TrackedDay day, long nowMillis) {
        StreamReceipts receipts = ledger.receipts(day.stream());
        Totals totals = day.totals();
        outlet.completeness(new CompletenessRecord(
                day.stream(),
                day.state(),
                totals.expected(),
                totals.received(),
                totals.missing(),
                totals.lost(),
                receipts.completeness(),
                rules.deadlineMillis(day.stream().day(), day.openedMillis()),
                day.published(nowMillis),
                nowMillis));
    }

    /** What is missing will not be asked for any more: a last record says so, and the day is forgotten. */
    private void giveUp(TrackedDay day, String reason, long nowMillis) {
        StreamReceipts receipts = ledger.receipts(day.stream());
        State state = day.state();
        receipts.runs().forEach((run, known) -> {
            if (!known.missing().isEmpty()) {
                ledger.note(day.stream(), RepairEvent.of(nowMillis, Kind.REFUSED, run, known.missing(), "", reason));
                ledger.lose(day.stream(), run, known.missing(), reason, nowMillis);
            }
        });
        day.become(state == State.SEALED ? State.SEALED : State.READY);
        publish(day, nowMillis);
        ledger.forget(day.stream());
    }
}
