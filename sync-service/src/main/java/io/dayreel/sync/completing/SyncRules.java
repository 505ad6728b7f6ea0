package io.dayreel.sync.completing;

import io.dayreel.sync.repair.RepairRules;

/** All rules of sync. */
public record SyncRules(RepairRules repair, DayRules days) {}
