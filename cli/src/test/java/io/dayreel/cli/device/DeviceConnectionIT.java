package io.dayreel.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and its spool against servers that misbehave as the test says. */
class DeviceConnectionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SPOOL_BYTES = 64L << 20;

    @TempDir
    Path directory;

    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();

    private Device device(String server, Level wants) throws IOException {
        DeviceSettings settings = DeviceSettings.of(ServerAddress.of(server, Optional.of("token")), "cam", wants);
        return Device.start(settings, DeviceSpool.open(directory.resolve("spool"), SPOOL_BYTES), new DeviceListener() {
            @Override
            public void disconnected(String reason, Duration retryAfter) {
                waits.add(retryAfter);
                reasons.add(reason);
            }
        });
    }

    @Covers("D3")
    @Test
    void refusedConnectionsAreTriedAgainAfterGrowingWaitsAndThenTheSpoolIsSent() throws Exception {
        int port = FreePort.next();
        try (Device device = device("http://localhost:" + port, Level.RECEIVED)) {
            Captures.addTo(device, 10);
            await().atMost(PATIENCE).until(() -> waits.size() >= 4);
            List<Duration> refused = List.copyOf(waits.subList(0, 4));

            try (ScriptedServer server =
                    ScriptedServer.start(port, (with, number) -> with.acknowledgeAll(Level.RECEIVED))) {
                boolean all = device.awaitAcknowledged(PATIENCE);
                assertThat(all).isTrue();
                assertThat(server.connections()).isEqualTo(1);
                assertThat(reasons).allMatch(reason -> reason.contains("cannot reach ws://localhost:" + port));
            }
            for (int i = 0; i < refused.size(); i++) {
                Duration longest = Duration.ofMillis(250L << i);
                assertThat(refused.get(i)).isBetween(longest.dividedBy(2), longest);
            }
        }
    }

    @Covers("D3")
    @Test
    void afterAConnectionThatTheServerEndedOnlyWhatWasNotAcknowledgedIsSentAgain() throws Exception {
        List<DeviceMessage.Hello> hellos = new CopyOnWriteArrayList<>();
        List<CounterRanges> sentAgain = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (with, number) -> {
            DeviceMessage.Hello hello = with.hello();
            hellos.add(hello);
            with.welcome(hello);
            if (number == 1) {
                ScriptedServer.SentFrames sent = with.frames(10);
                with.acknowledge(
                        new ScriptedServer.SentFrames(sent.day(), sent.run(), CounterRanges.of(new CounterRange(0, 3))),
                        Level.RECEIVED);
                with.closeWith(1011, "as asked by the test");
                return;
            }
            ScriptedServer.SentFrames sent = with.frames(6);
            sentAgain.add(sent.counters());
            with.acknowledge(sent, Level.RECEIVED);
            with.acknowledgeAll(Level.RECEIVED);
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.RECEIVED)) {
            Captures.addTo(device, 10);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(sentAgain).extracting(Object::toString).containsExactly("[4-9]");
            assertThat(hellos.get(hellos.size() - 1).runs().get(0).unacknowledged())
                    .hasToString("[4-9]");
        }
    }

    @Covers("A7")
    @Test
    void framesThatTheServerAsksForAreSentAgainOnTheSameConnection() throws Exception {
        List<CounterRanges> sentAgain = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (with, number) -> {
            ScriptedServer.SentFrames sent = with.frames(10);
            with.acknowledge(sent, Level.RECEIVED);
            with.say(new ServerMessage.Resend(
                    sent.day(),
                    sent.run(),
                    CounterRanges.of(new CounterRange(3, 5), new CounterRange(8, 8)),
                    100,
                    "r1"));
            sentAgain.add(with.frames(4).counters());
            with.acknowledge(sent, Level.ARCHIVED);
            with.awaitEnd();
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.ARCHIVED)) {
            Captures.addTo(device, 10);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(sentAgain).extracting(Object::toString).containsExactly("[3-5, 8-8]");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Covers("A7")
    @Test
    void aRequestIsAnsweredWithWhatTheSpoolStillHoldsAndThatIsSent() throws Exception {
        List<DeviceMessage.Have> answers = new CopyOnWriteArrayList<>();
        List<CounterRanges> sentAgain = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (with, number) -> {
            ScriptedServer.SentFrames sent = with.frames(10);
            with.acknowledge(
                    new ScriptedServer.SentFrames(sent.day(), sent.run(), CounterRanges.of(new CounterRange(0, 4))),
                    Level.ARCHIVED);
            CounterRanges asked = CounterRanges.of(new CounterRange(3, 6));
            with.say(new ServerMessage.Resend(sent.day(), sent.run(), asked, 100, "r1"));
            answers.add(with.answer());
            sentAgain.add(with.frames(2).counters());
            with.say(new ServerMessage.Resend(sent.day(), sent.run() + 1, asked, 100, "r2"));
            answers.add(with.answer());
            with.acknowledge(sent, Level.ARCHIVED);
            with.awaitEnd();
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.ARCHIVED)) {
            Captures.addTo(device, 10);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(sentAgain).extracting(Object::toString).containsExactly("[5-6]");
            assertThat(answers).extracting(DeviceMessage.Have::request).containsExactly("r1", "r2");
            assertThat(answers).extracting(have -> have.ranges().toString()).containsExactly("[5-6]", "[]");
            assertThat(answers).extracting(have -> have.asked().toString()).containsExactly("[3-6]", "[3-6]");
        }
    }

    @Covers("A7")
    @Test
    void framesThatAreAskedForGoAtTheAskedRate() throws Exception {
        List<Long> nanos = new CopyOnWriteArrayList<>();
        ScriptedServer.Script script = (with, number) -> {
            ScriptedServer.SentFrames sent = with.frames(100);
            with.acknowledge(sent, Level.RECEIVED);
            long begin = System.nanoTime();
            with.say(new ServerMessage.Resend(sent.day(), sent.run(), sent.counters(), 50, "r1"));
            with.frames(100);
            nanos.add(System.nanoTime() - begin);
            with.acknowledge(sent, Level.ARCHIVED);
            with.awaitEnd();
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.ARCHIVED)) {
            Captures.addTo(device, 100);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(nanos.get(0)).isGreaterThan(Duration.ofMillis(1_800).toNanos());
        }
    }

    @Test
    void aDeclarationThatTheServerRefusesIsNotSentForEver() throws Exception {
        ScriptedServer.Script script = (with, number) -> {
            ScriptedServer.SentFrames sent = with.frames(3);
            with.say(new ServerMessage.Error(
                    "gone-acknowledged",
                    "not taken",
                    Optional.of(sent.day()),
                    Optional.of(sent.run()),
                    Optional.of(1L)));
            with.acknowledge(
                    new ScriptedServer.SentFrames(
                            sent.day(), sent.run(), CounterRanges.of(new CounterRange(0, 0), new CounterRange(2, 2))),
                    Level.RECEIVED);
            with.awaitEnd();
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.RECEIVED)) {
            Captures.addTo(device, 3);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();
        }
    }

    @Test
    void aServerThatSendsTheDeviceElsewhereFindsItThere() throws Exception {
        try (ScriptedServer other = ScriptedServer.start(0, (with, number) -> with.acknowledgeAll(Level.RECEIVED))) {
            String elsewhere = other.address().replace("http", "ws") + "/v1/ingest";
            ScriptedServer.Script script = (with, number) -> {
                with.welcome();
                with.say(new ServerMessage.Reconnect(elsewhere, 0));
                with.awaitEnd();
            };
            try (ScriptedServer server = ScriptedServer.start(0, script);
                    Device device = device(server.address(), Level.RECEIVED)) {
                Captures.addTo(device, 10);

                assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();
                assertThat(other.connections()).isEqualTo(1);
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void whoeverRefusesADeviceWhereItWasSentDoesNotEndIt() throws Exception {
        try (ScriptedServer stranger =
                ScriptedServer.start(0, (with, number) -> with.closeWith(4401, "unknown token"))) {
            String there = stranger.address().replace("http", "ws") + "/v1/ingest";
            ScriptedServer.Script script = (with, number) -> {
                if (number == 1) {
                    with.welcome();
                    with.say(new ServerMessage.Reconnect(there, 0));
                    with.awaitEnd();
                } else {
                    with.acknowledgeAll(Level.RECEIVED);
                }
            };
            try (ScriptedServer server = ScriptedServer.start(0, script);
                    Device device = device(server.address(), Level.RECEIVED)) {
                Captures.addTo(device, 10);

                assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

                assertThat(stranger.connections()).isEqualTo(1);
                assertThat(server.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void aRestartingServerIsTriedAgainSoonAndNothingIsGivenUp() throws Exception {
        ScriptedServer.Script script = (with, number) -> {
            if (number <= 2) {
                with.hello();
                with.closeWith(1012, "restarting: connect again");
            } else {
                with.acknowledgeAll(Level.RECEIVED);
            }
        };
        try (ScriptedServer server = ScriptedServer.start(0, script);
                Device device = device(server.address(), Level.RECEIVED)) {
            Captures.addTo(device, 10);

            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();

            assertThat(reasons).containsExactly("the server restarts", "the server restarts");
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aRefusalForGoodEndsTheDeviceAndTheSpoolKeepsWhatWasNotTaken() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.start(0, (with, number) -> with.closeWith(4401, "the token has expired"))) {
            try (Device device = device(server.address(), Level.RECEIVED)) {
                Captures.addTo(device, 1);

                assertThatThrownBy(() -> device.awaitAcknowledged(PATIENCE))
                        .isInstanceOf(DeviceRefused.class)
                        .hasMessage("the server refuses the token: the token has expired");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
        try (ScriptedServer friendly = ScriptedServer.start(0, (with, number) -> with.acknowledgeAll(Level.RECEIVED));
                Device device = device(friendly.address(), Level.RECEIVED)) {
            assertThat(device.standing().unacknowledged()).isPositive();
            assertThat(device.awaitAcknowledged(PATIENCE)).isTrue();
        }
    }
}
