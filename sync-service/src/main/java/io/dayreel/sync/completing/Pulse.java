package io.dayreel.sync.completing;

import io.dayreel.runtime.log.LogEvents;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.repair.AskBudget;
import io.dayreel.sync.repair.RepairRules;
import java.util.Collections;
import java.util.List;

/**
 * What is done every second for one partition: requests, verdicts, saving. Judges only behind the partition's watermark;
 * while that stands still, nothing is asked or declared (I9). Not thread-safe.
 */
public final class Pulse {
    private static final LogEvents LOG = LogEvents.of(Pulse.class);

    private final RepairRules rules;
    private final Ledger ledger;
    private final ResendRequests requests;
    private final DayVerdicts verdicts;
    private final SyncFigures figures;
    private int turn;
    private boolean suspended;

    /** @param budget shared with the other partitions of the instance */
    public Pulse(SyncRules rules, Ledger ledger, AskBudget budget, Outlet outlet, SyncFigures figures) {
        this.rules = rules.repair();
        this.ledger = ledger;
        this.figures = figures;
        this.requests = new ResendRequests(rules.repair(), ledger, budget, outlet);
        this.verdicts = new DayVerdicts(rules.days(), ledger, outlet);
    }

    /** @param watermarkMillis everything received until then has been reported; 0 if nothing is known */
    public void beat(long nowMillis, long watermarkMillis) {
        List<TrackedDevice> devices = ledger.devices().all();
        if (!suspend(
                !devices.isEmpty()
                        && watermarkMillis < nowMillis - rules.stall().toMillis(),
                watermarkMillis)) {
            devices.forEach(device -> requests.follow(device, nowMillis, watermarkMillis));
            ask(devices, nowMillis, watermarkMillis);
        }
        devices.forEach(device -> verdicts.judge(device, nowMillis, watermarkMillis));
        ledger.devices().save(nowMillis);
    }

    /** Begins where the budget ended the last time, so that every device has its turn. */
    private void ask(List<TrackedDevice> devices, long nowMillis, long watermarkMillis) {
        Collections.rotate(devices, -turn);
        int done = 0;
        for (TrackedDevice device : devices) {
            if (!requests.ask(device, nowMillis, watermarkMillis)) {
                turn = (turn + done) % devices.size();
                return;
            }
            done++;
        }
        turn = 0;
    }

    private boolean suspend(boolean stands, long watermarkMillis) {
        if (stands && !suspended) {
            figures.suspended();
            LOG.warn(
                    "sync-suspended",
                    "watermarkMillis",
                    watermarkMillis,
                    "reason",
                    "the writer reports nothing more of this partition: nothing is judged or asked");
        } else if (!stands && suspended) {
            figures.resumed();
            LOG.info("sync-resumed", "watermarkMillis", watermarkMillis);
        }
        suspended = stands;
        return stands;
    }

    /** The partition moves elsewhere. */
    public void close() {
        if (suspended) {
            figures.resumed();
            suspended = false;
        }
    }
}
