package io.dayreel.sync.wiring;

import io.dayreel.sync.completing.DayRules;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.RepairRules;

/** The rules as configured. */
final class RulesOf {
    private RulesOf() {}

    static SyncRules settings(SyncSettings settings) {
        SyncSettings.Repair repair = settings.repair();
        SyncSettings.Days days = settings.days();
        RepairOrder order =
                switch (repair.order()) {
                    case OLDEST -> new RepairOrder.OldestFirst();
                    case NEWEST -> new RepairOrder.NewestFirst();
                };
        return new SyncRules(
                new RepairRules(
                        order,
                        repair.grace(),
                        repair.announcedGrace(),
                        repair.stall(),
                        repair.answer(),
                        new RepairRules.Pauses(repair.firstPause(), repair.longestPause()),
                        new RepairRules.Rates(repair.deviceRate(), repair.totalRate())),
                new DayRules(days.overAfter(), days.quiet(), days.deadline(), days.retention(), days.publish()));
    }
}
