package io.dayreel.ingest.fleet;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.ingest.compaction.FleetDevice;
import io.dayreel.ingest.fleet.ToldDevices.Told;
import io.dayreel.protocol.stream.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which device is connected where and how much it sends, from presence. One entry per connected device. Not thread-safe. */
final class KnownDevices {
    /** Of a device on its way there is no instance that has it. */
    private static final String NOWHERE = "";

    private final Map<DeviceId, PresenceRecord> connected = new HashMap<>();

    void published(PresenceRecord found) {
        PresenceRecord known = connected.get(found.device());
        if (!found.connected()) {
            if (known != null && known.session().equals(found.session())) {
                connected.remove(found.device());
            }
        } else if (known == null || known.connectedAtMillis() <= found.connectedAtMillis()) {
            connected.put(found.device(), known == null ? found : withRate(found, known));
        }
    }

    /** A connection that has just begun has no rate of its own yet. */
    private static PresenceRecord withRate(PresenceRecord found, PresenceRecord known) {
        if (found.bytesPerSecond() > 0 || known.session().equals(found.session())) {
            return found;
        }
        return new PresenceRecord(
                found.device(),
                found.instance(),
                found.session(),
                true,
                found.connectedAtMillis(),
                found.leaseUntilMillis(),
                found.agent(),
                found.runs(),
                known.bytesPerSecond());
    }

    void forgetOld(long nowMillis) {
        connected.values().removeIf(found -> found.leaseUntilMillis() <= nowMillis);
    }

    /** How many devices are known at each instance. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        connected.values().forEach(found -> counts.merge(found.instance(), 1, Integer::sum));
        return counts;
    }

    /** As the planner sees them: with what they were told, and with those that are between two instances. */
    List<FleetDevice> devices(ToldDevices told, long nowMillis) {
        List<FleetDevice> all = new ArrayList<>(connected.size());
        connected.forEach((device, found) -> {
            Optional<Told> move = told.of(device);
            long moved =
                    Math.max(found.connectedAtMillis(), move.map(Told::atMillis).orElse(Long.MIN_VALUE));
            Optional<String> heading = move.filter(each -> told.isExpected(each, nowMillis) && !hasArrived(found, each))
                    .map(Told::to);
            all.add(new FleetDevice(device, found.instance(), found.bytesPerSecond(), moved, heading));
        });
        told.all().forEach((device, move) -> {
            if (!connected.containsKey(device) && told.isExpected(move, nowMillis)) {
                all.add(new FleetDevice(
                        device, NOWHERE, move.bytesPerSecond(), move.atMillis(), Optional.of(move.to())));
            }
        });
        return all;
    }

    private static boolean hasArrived(PresenceRecord found, Told move) {
        return !found.instance().equals(move.from()) || found.connectedAtMillis() > move.atMillis();
    }

    long bytesPerSecond(DeviceId device) {
        PresenceRecord found = connected.get(device);
        return found == null ? 0 : found.bytesPerSecond();
    }
}
