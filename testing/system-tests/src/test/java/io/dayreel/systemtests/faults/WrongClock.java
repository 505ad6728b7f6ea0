package io.dayreel.systemtests.faults;

import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.device.Ledger;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.testkit.camera.Camera;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * A further device whose clock is off by hours, and which steps to the right time in mid-day: two runs, of which the one
 * that was sent first need not be the one that comes first.
 */
record WrongClock(String device, Duration off, Function<Camera, LedgerDevice> devices, Function<Camera, Ledger> ledgers)
        implements Fault {
    private static final long LAST = 149;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "clock of " + device + " off by " + off;
    }

    @Override
    public void inject() {
        Instant now = Instant.now();
        Camera wrong = cameraAt(now.plus(off));
        Camera right = cameraAt(now);
        try (Ledger ledger = ledgers.apply(wrong)) {
            for (Camera camera : new Camera[] {wrong, right}) {
                devices.apply(camera).withLedger(ledger).sendsUntilAcknowledged(0, LAST, 300, LIMIT);
            }
        }
    }

    @Override
    public void heal() {
        // It has the right time already.
    }

    private Camera cameraAt(Instant clock) {
        int run = clock.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 2;
        return Camera.of("acme", device, Day.of(clock).toString()).inRun(run);
    }
}
