package io.dayreel.ingest.session;

import io.dayreel.contracts.presence.PresenceRecord.DeviceRun;
import io.dayreel.ingest.session.RunRanges.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The runs that a device announced or sent, with the counter that comes next in each. Keeps the last 8. Thread-safe. */
final class AnnouncedRuns {
    private static final int MAX_RUNS = 8;

    private final Map<RunId, Long> next = new LinkedHashMap<>();
    private RunId latest;
    private long latestNext;

    /** @return whether the run was not known */
    synchronized boolean reached(RunId run, long nextCounter) {
        if (run.equals(latest)) {
            latestNext = Math.max(latestNext, nextCounter);
            return false;
        }
        store();
        Long known = next.remove(run);
        latest = run;
        latestNext = known == null ? nextCounter : Math.max(known, nextCounter);
        store();
        if (next.size() > MAX_RUNS) {
            next.remove(next.keySet().iterator().next());
        }
        return known == null;
    }

    private void store() {
        if (latest != null) {
            next.put(latest, latestNext);
        }
    }

    /** Newest last. */
    synchronized List<DeviceRun> snapshot() {
        store();
        return next.entrySet().stream()
                .map(entry -> new DeviceRun(entry.getKey().day(), entry.getKey().run(), entry.getValue()))
                .toList();
    }
}
