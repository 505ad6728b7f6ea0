package io.dayreel.ingest.session;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.ingest.kept.KeptFrames;
import io.dayreel.ingest.presence.ConnectedDevices;
import io.dayreel.ingest.produce.DurableFrames;
import io.dayreel.ingest.produce.InFlightBudget;
import io.dayreel.ingest.produce.IngestMeters;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What all sessions of an instance share.
 *
 * @param reports takes what devices answer, without blocking
 * @param levels what this installation can acknowledge, weakest first
 */
public record IngestParts(
        DurableFrames frames,
        InFlightBudget budget,
        KeptFrames kept,
        ConnectedDevices<DeviceSession> devices,
        Consumer<DeviceReport> reports,
        List<Level> levels,
        SessionLimits limits,
        InstantSource clock,
        IngestMeters meters) {

    /** What an acknowledgement says as soon as Kafka confirmed. */
    public Level durableLevel() {
        return levels.contains(Level.REPLICATED) ? Level.REPLICATED : Level.RECEIVED;
    }
}
