package io.dayreel.sync.completing;

import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.completeness.RepairEvent.Kind;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.devices.TrackedDevice;
import io.dayreel.sync.received.StreamReceipts;

/** Takes note of what the topics say. Everything may come again: repeats change nothing. Not thread-safe. */
public final class Intake {
    static final String TOO_MANY_WISHES = "too-many-wishes";

    private final Ledger ledger;
    private final long graceMillis;

    /** @param graceMillis how long a new connection is left alone */
    public Intake(Ledger ledger, long graceMillis) {
        this.ledger = ledger;
        this.graceMillis = graceMillis;
    }

    /** The writer saw frames. */
    public void covered(CoverageRecord.Ranges report, long nowMillis) {
        if (!report.runs().isEmpty()) {
            StreamReceipts before = ledger.receipts(report.stream());
            ledger.put(report.stream(), before.with(report.runs()), nowMillis);
        }
        for (GoneFrames gone : report.gone()) {
            StreamId stream = report.stream().deviceId().on(gone.day());
            ledger.lose(stream, gone.run(), gone.ranges(), gone.reason(), nowMillis);
        }
        ledger.devices().saveDecision(report.stream().deviceId(), nowMillis);
    }

    /** A device is connected or not, and says how many frames it has captured. */
    public void present(PresenceRecord presence, long nowMillis) {
        TrackedDevice device = ledger.devices().of(presence.device());
        device.present(presence, nowMillis + graceMillis);
        for (PresenceRecord.DeviceRun run : presence.runs()) {
            StreamId stream = presence.device().on(run.day());
            StreamReceipts before = ledger.receipts(stream);
            StreamReceipts after = before.announcedNext(run.run(), run.next());
            if (!after.equals(before)) {
                ledger.put(stream, after, nowMillis);
            }
        }
        ledger.devices().saveDecision(presence.device(), nowMillis);
    }

    /** A device answered. */
    public void answered(DeviceReport report, long nowMillis) {
        if (report instanceof DeviceReport.Have have) {
            ledger.devices().of(have.device()).answered(have, nowMillis);
        }
    }

    /** Somebody wants something of a device; one of which nothing is known has nothing to repair. */
    public void wished(RepairWish wish, long nowMillis) {
        if (wish instanceof RepairWish.Watched watched) {
            ledger.devices().known(wish.device()).ifPresent(device -> device.watched(watched.untilMillis()));
        } else if (wish instanceof RepairWish.Resend resend) {
            ledger.devices().known(wish.device()).ifPresent(device -> wished(device, resend, nowMillis));
            ledger.devices().saveDecision(wish.device(), nowMillis);
        }
    }

    private void wished(TrackedDevice device, RepairWish.Resend resend, long nowMillis) {
        boolean known = device.day(resend.day()).isPresent();
        if (known && !device.wished(resend, nowMillis)) {
            StreamId stream = device.id().on(resend.day());
            resend.runs()
                    .forEach(run -> ledger.note(
                            stream,
                            RepairEvent.of(
                                    nowMillis,
                                    Kind.REFUSED,
                                    run.run(),
                                    run.ranges(),
                                    resend.request(),
                                    TOO_MANY_WISHES)));
        }
    }

    /** A manifest of a day was announced. */
    public void sealed(StreamId stream, long nowMillis) {
        TrackedDevice device = ledger.devices().of(stream.deviceId());
        device.day(stream.day()).filter(day -> day.state() == State.READY).ifPresent(day -> {
            day.become(State.SEALED);
            device.decided();
        });
        ledger.devices().saveDecision(stream.deviceId(), nowMillis);
    }
}
