package io.dayreel.ingest.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectedDevicesTest {
    private static final DeviceId CAMERA = new DeviceId("demo", "cam");

    private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    private final List<PresenceRecord> published = new ArrayList<>();
    private final ConnectedDevices<FakeConnection> devices =
            new ConnectedDevices<>("here", Duration.ofSeconds(60), clock, published::add, 3);

    @Test
    void aConnectionThatWasTakenOverDoesNotSayThatTheDeviceIsGone() {
        FakeConnection older = new FakeConnection("a");
        devices.connect(older);
        devices.connect(new FakeConnection("b"));

        devices.disconnect(older);

        assertThat(older.takenOver).isTrue();
        assertThat(published).extracting(PresenceRecord::connected).containsExactly(true, true);
        assertThat(published.get(1).connectedAtMillis())
                .isGreaterThan(published.get(0).connectedAtMillis());
    }

    @Test
    void aNewerConnectionElsewhereTakesOverAndAnOlderOneDoesNot() {
        FakeConnection local = new FakeConnection("a");
        devices.connect(local);
        long connectedAt = published.get(0).connectedAtMillis();

        devices.published(elsewhere("older", connectedAt - 1));
        assertThat(local.takenOver).isFalse();
        devices.published(elsewhere("newer", connectedAt + 1));

        assertThat(local.takenOver).isTrue();
        assertThat(devices.of(CAMERA)).isEmpty();
    }

    @Test
    void takeoversAreLimitedPerMinuteOverAllInstances() {
        devices.published(elsewhere("z", clock.millis()));
        assertThat(devices.connect(new FakeConnection("a"))).isTrue();
        assertThat(devices.connect(new FakeConnection("b"))).isTrue();
        assertThat(devices.connect(new FakeConnection("c"))).isTrue();

        assertThat(devices.connect(new FakeConnection("d"))).isFalse();
        clock.advance(Duration.ofSeconds(61));

        assertThat(devices.connect(new FakeConnection("e"))).isTrue();
    }

    @Test
    void everyLeaseIsRenewedOnceOverAllShares() {
        devices.connect(new FakeConnection("a"));
        published.clear();
        clock.advance(Duration.ofSeconds(20));

        for (int share = 0; share < 20; share++) {
            devices.renew(share, 20);
        }

        assertThat(published).hasSize(1);
        assertThat(published.get(0).leaseUntilMillis())
                .isEqualTo(clock.instant().plusSeconds(60).toEpochMilli());
    }

    private PresenceRecord elsewhere(String session, long connectedAt) {
        return new PresenceRecord(
                CAMERA, "there", session, true, connectedAt, clock.millis() + 60_000, "", List.of(), 0);
    }

    private static final class FakeConnection implements Connection {
        private final String session;
        private boolean takenOver;

        FakeConnection(String session) {
            this.session = session;
        }

        @Override
        public DeviceId device() {
            return CAMERA;
        }

        @Override
        public String session() {
            return session;
        }

        @Override
        public String agent() {
            return "";
        }

        @Override
        public List<PresenceRecord.DeviceRun> runs() {
            return List.of();
        }

        @Override
        public long bytesPerSecond() {
            return 0;
        }

        @Override
        public void takenOver() {
            takenOver = true;
        }
    }
}
