package io.dayreel.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device over the WebSocket with faults of its own making, over HTTP, and without the spool that it had. */
class TransportsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SPOOL_BYTES = 64L << 20;

    @TempDir
    Path directory;

    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<RunId> renumbered = new CopyOnWriteArrayList<>();

    private Device device(String server, Level wants, Transport transport, TrialFaults faults) throws IOException {
        DeviceSettings settings = DeviceSettings.of(ServerAddress.of(server, Optional.of("token")), "cam", wants)
                .by(new Route(transport, faults));
        return Device.start(settings, DeviceSpool.open(directory.resolve("spool"), SPOOL_BYTES), new DeviceListener() {
            @Override
            public void disconnected(String reason, Duration retryAfter) {
                reasons.add(reason);
            }

            @Override
            public void renumbered(RunId taken, RunId other) {
                renumbered.add(taken);
                renumbered.add(other);
            }
        });
    }

    @Test
    void framesThatATrialSendsLateAndTwiceAllComeOverTheWebSocket() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(0, (with, number) -> with.acknowledgeAll(Level.RECEIVED));
                Device device =
                        device(server.address(), Level.RECEIVED, Transport.WS, new TrialFaults(0, true, true, 3))) {
            Captures.addTo(device, 500);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Covers("D3")
    @Test
    void aDeviceWhoseSpoolIsGoneAsksWhetherItsNumberIsFreeAndTakesAnotherRun() throws Exception {
        List<DeviceMessage.Hello> hellos = new CopyOnWriteArrayList<>();
        List<ScriptedServer.SentFrames> sent = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (with, number) -> {
            DeviceMessage.Hello hello = with.hello();
            while (hello.runs().isEmpty()) {
                with.welcome(hello);
                hello = with.hello();
            }
            hellos.add(hello);
            with.say(new ServerMessage.Welcome(
                    "session",
                    5 << 20,
                    64,
                    List.of(Level.RECEIVED),
                    hello.runs().stream()
                            .map(run -> new ServerMessage.WelcomedRun(run.day(), run.run(), true))
                            .toList()));
            sent.add(with.frames(20));
            with.acknowledge(sent.get(0), Level.RECEIVED);
            with.acknowledgeAll(Level.RECEIVED);
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.RECEIVED, Transport.WS, TrialFaults.NONE)) {
            Captures.addTo(device, 20);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            DeviceMessage.AnnouncedRun asked = hellos.get(0).runs().get(0);
            assertThat(asked.next()).as("of a run of which nothing was sent").isZero();
            assertThat(sent.get(0).run()).isNotEqualTo(asked.run());
            assertThat(renumbered)
                    .containsExactly(
                            new RunId(asked.day(), asked.run()),
                            new RunId(asked.day(), sent.get(0).run()));
            assertThat(sent.get(0).counters()).hasToString("[0-19]");
        }
    }

    @Covers({"A1", "D3"})
    @Test
    void overHttpABatchIsSentAgainWithoutWhatIsAcknowledgedAndAsLateAsTheServerAsks() throws Exception {
        try (HttpFrames server = new HttpFrames()) {
            server.answers(List.of(body -> HttpFrames.tooMany(1), body -> HttpFrames.unconfirmed(body.first(30))));
            try (Device device = device(server.address(), Level.RECEIVED, Transport.HTTP, TrialFaults.NONE)) {
                Captures.addTo(device, 100);

                assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();
            }
            List<HttpFrames.Batch> batches = server.batches();
            assertThat(batches.get(0).counters()).hasToString("[0-99]");
            assertThat(batches.get(1).counters()).hasToString("[0-99]");
            assertThat(batches.get(2).counters()).hasToString("[30-99]");
            assertThat(batches.get(1).nanos() - batches.get(0).nanos())
                    .isGreaterThan(Duration.ofMillis(990).toNanos());
            assertThat(reasons).anyMatch(reason -> reason.contains("429"));
        }
    }

    @Covers("D3")
    @Test
    void overHttpFramesThatATrialLosesGoWhenThereAreNoOthers() throws Exception {
        try (HttpFrames server = new HttpFrames();
                Device device =
                        device(server.address(), Level.RECEIVED, Transport.HTTP, new TrialFaults(0.2, true, true, 5))) {
            Captures.addTo(device, 300);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(server.batches().get(0).counters().size()).isBetween(100L, 280L);
            assertThat(server.received()).hasToString("[0-299]");
        }
    }

    @Test
    void overHttpALevelThatTheInstallationDoesNotSayEndsTheDevice() throws Exception {
        try (HttpFrames server = new HttpFrames();
                Device device = device(server.address(), Level.REPLICATED, Transport.HTTP, TrialFaults.NONE)) {
            Captures.addTo(device, 1);

            assertThatThrownBy(() -> device.awaitAcknowledged(PATIENCE))
                    .isInstanceOf(DeviceRefused.class)
                    .hasMessageContaining("acknowledges only received");
            assertThat(device.standing().unacknowledged()).isEqualTo(1);
        }
    }
}
