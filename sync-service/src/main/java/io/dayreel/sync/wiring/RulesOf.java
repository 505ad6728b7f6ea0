package io.dayreel.sync.wiring;

import io.dayreel.sync.completing.DayRules;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.RepairPolicy;
import io.dayreel.sync.repair.RepairRules;

/** The rules as configured. */
final class RulesOf {
    private RulesOf() {}

    static SyncRules settings(SyncSettings settings) {
        SyncSettings.Repair repair = settings.repair();
        SyncSettings.Days days = settings.days();
        RepairPolicy policy =
                switch (repair.order()) {
                    case VIEWERS -> RepairPolicy.followingViewers();
                    case OLDEST -> RepairPolicy.always(new RepairOrder.OldestFirst());
                    case NEWEST -> RepairPolicy.always(new RepairOrder.NewestFirst());
                };
        return new SyncRules(
                new RepairRules(
                        policy,
                        repair.grace(),
                        repair.announcedGrace(),
                        repair.stall(),
                        repair.answer(),
                        new RepairRules.Pauses(repair.firstPause(), repair.longestPause()),
                        new RepairRules.Rates(repair.deviceRate(), repair.totalRate())),
                new DayRules(days.overAfter(), days.quiet(), days.deadline(), days.retention(), days.publish()));
    }
}
