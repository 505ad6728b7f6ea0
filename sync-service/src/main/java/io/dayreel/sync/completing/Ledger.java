package io.dayreel.sync.completing;

import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.devices.DeviceBook;
import io.dayreel.sync.devices.DeviceState;
import io.dayreel.sync.devices.TrackedDay;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.received.StreamReceipts;
import org.apache.kafka.streams.state.KeyValueStore;

/** What is known of one partition: receipts, devices, histories. Kept together by what changes them. Not thread-safe. */
public final class Ledger {
    private final Receipts receipts;
    private final Histories histories;
    private final DeviceBook devices;
    private final long graceMillis;

    public Ledger(
            KeyValueStore<String, StreamReceipts> receipts,
            KeyValueStore<String, DayRepairs> histories,
            KeyValueStore<String, DeviceState> devices,
            SyncFigures figures,
            long graceMillis) {
        this.receipts = new Receipts(receipts);
        this.histories = new Histories(histories, figures);
        this.devices = new DeviceBook(devices);
        this.graceMillis = graceMillis;
    }

    DeviceBook devices() {
        return devices;
    }

    StreamReceipts receipts(StreamId stream) {
        return receipts.of(stream);
    }

    /** Keeps changed receipts of a day, which is watched over from now on. */
    void put(StreamId stream, StreamReceipts changed, long nowMillis) {
        receipts.put(stream, changed);
        TrackedDevice device = devices.of(stream.deviceId());
        TrackedDay day = device.watch(stream.day(), nowMillis);
        long receivedBefore = day.totals().received();
        if (day.update(changed.totals(), nowMillis)) {
            device.touched();
        }
        if (day.totals().received() > receivedBefore) {
            device.progressed(nowMillis);
        }
        day.noteEvidence(changed, nowMillis, graceMillis);
    }

    /** Counts frames as lost, unless they came. */
    void lose(StreamId stream, int run, CounterRanges ranges, String reason, long nowMillis) {
        StreamReceipts before = receipts.of(stream);
        StreamReceipts after = before.withLost(run, ranges, reason);
        if (after.equals(before)) {
            return;
        }
        CounterRanges lost = ranges.minus(before.run(run).received());
        for (CounterRanges known : before.run(run).lost().values()) {
            lost = lost.minus(known);
        }
        put(stream, after, nowMillis);
        devices.of(stream.deviceId()).decided();
        note(stream, RepairEvent.of(nowMillis, Kind.LOST, run, lost, "", reason));
    }

    void note(StreamId stream, RepairEvent event) {
        histories.note(stream, event);
    }

    /** Forgets a day wholly. */
    void forget(StreamId stream) {
        receipts.forget(stream);
        histories.forget(stream);
        devices.of(stream.deviceId()).forget(stream.day());
    }
}
