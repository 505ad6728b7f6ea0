package io.dayreel.cli.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link over real sockets, with faults of its own making. */
class UdpLinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Traffic traffic = new Traffic();
    private Optional<UdpLink> link = Optional.empty();

    /** Messages that a test offers, and what became of them. */
    private static final class Traffic implements UdpTraffic {
        private final Deque<UdpMessage> waiting = new ArrayDeque<>();
        private final Set<Long> givenUp = ConcurrentHashMap.newKeySet();
        private final CounterRanges acknowledged = new CounterRanges();
        private final List<String> reasons = new CopyOnWriteArrayList<>();
        private volatile boolean open;

        synchronized void offer(int counter, int length) {
            waiting.add(new UdpMessage(
                    counter, ByteBuffer.allocate(length).putInt(counter).array()));
        }

        synchronized boolean isSettled(int count) {
            return acknowledged.size() + givenUp.size() >= count;
        }

        @Override
        public void opened() {
            open = true;
        }

        @Override
        public void paused(Optional<String> reason) {
            // In this order: who sees that it is closed looks for the reason.
            reason.ifPresent(reasons::add);
            open = false;
        }

        @Override
        public synchronized Optional<UdpMessage> next(int maxBytes) {
            return Optional.ofNullable(waiting.poll());
        }

        @Override
        public void givenUp(long id) {
            givenUp.add(id);
        }

        @Override
        public synchronized void acknowledged(Level level, Day day, int run, CounterRanges ranges) {
            acknowledged.addAll(ranges);
        }

        @Override
        public void tick(long nowNanos) {}
    }

    @AfterEach
    void closeLink() {
        link.ifPresent(UdpLink::close);
    }

    private void link(UdpServer server, TrialFaults faults) throws IOException {
        UdpLink opened = new UdpLink(
                ServerAddress.of(server.address(), Optional.of("token")),
                "cam",
                traffic,
                faults,
                InstantSource.system());
        link = Optional.of(opened);
        opened.start();
    }

    @Covers({"A1", "C6"})
    @Test
    void messagesArriveThroughLossReorderingAndRepeatsOnceEachAndAreAcknowledged() throws Exception {
        try (UdpServer server = new UdpServer(Duration.ofHours(1))) {
            link(server, new TrialFaults(0.1, true, true, 1));
            for (int i = 0; i < 100; i++) {
                traffic.offer(i, i % 10 == 0 ? 60_000 : 700);
            }

            await().atMost(PATIENCE).until(() -> server.messages().size() + traffic.givenUp.size() >= 100);

            assertThat(server.messages()).doesNotHaveDuplicates().hasSizeGreaterThan(90);
            // Acknowledgements are lost too: this server tells each once, a real one three times.
            await().atMost(PATIENCE).until(() -> traffic.isSettled(60));
            assertThat(traffic.reasons).isEmpty();
        }
    }

    @Test
    void anotherSessionIsOpenedAtTwoThirdsOfTheLifetimeAndNothingIsLostMeanwhile() throws Exception {
        try (UdpServer server = new UdpServer(Duration.ofSeconds(3))) {
            link(server, TrialFaults.NONE);
            await().atMost(PATIENCE).until(() -> traffic.open);
            int offered = 0;
            while (server.sessions() < 3) {
                traffic.offer(offered, 5_000);
                offered++;
                int sent = offered;
                await().atMost(PATIENCE).until(() -> traffic.isSettled(sent));
            }

            assertThat(traffic.givenUp).isEmpty();
            assertThat(server.messages()).hasSize(offered);
            assertThat(traffic.reasons).isEmpty();
        }
    }

    @Test
    void aServerThatTakesNoFramesOverUdpIsBelievedAndQuoted() throws Exception {
        try (UdpServer server = new UdpServer(Duration.ofHours(1))) {
            server.refuse("this installation takes no frames over UDP");
            link(server, TrialFaults.NONE);

            await().atMost(PATIENCE).until(() -> !traffic.reasons.isEmpty());

            assertThat(traffic.reasons)
                    .containsExactly("no UDP session (this installation takes no frames over UDP); frames go over the"
                            + " WebSocket");
            assertThat(traffic.open).isFalse();
        }
    }

    @Test
    void wherePacketsGoNowhereEverythingIsGivenUpAndTheLinkRests() throws Exception {
        try (UdpServer server = new UdpServer(Duration.ofHours(1))) {
            link(server, TrialFaults.NONE);
            server.deaf(true);
            await().atMost(PATIENCE).until(() -> traffic.open);
            int offered = 0;
            while (traffic.open) {
                traffic.offer(offered, 1_000);
                offered++;
                int sent = offered;
                await().atMost(PATIENCE).until(() -> traffic.isSettled(sent) || !traffic.open);
            }

            assertThat(traffic.reasons).singleElement().asString().startsWith("nothing arrives over UDP at ");
            assertThat(traffic.givenUp).hasSizeGreaterThanOrEqualTo(3);
        }
    }
}
