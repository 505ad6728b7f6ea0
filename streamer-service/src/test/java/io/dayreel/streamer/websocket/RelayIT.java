package io.dayreel.streamer.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.TestViewer;
import io.dayreel.tail.TailBudget;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.net.FaultProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two streamers of one group: whichever a viewer asks, it sees the same. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class RelayIT {
    private static final TailBudget BUDGET = new TailBudget(1 << 20, 64 << 20, 64 << 20, 1 << 20);

    @TestHTTPResource("/")
    URI server;

    TestCloud cloud;
    FaultProxy wayToOwner;
    TokenIssuer issuer;
    byte[] secret;

    @Test
    @Covers("C10")
    void aViewerMayAskAnyStreamerAlsoOneWhoseOwnerDoesNotAnswer() {
        try (TestStreamer other = new TestStreamer(cloud, BUDGET, 1 << 20, secret)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> other.tails().count() == 2);
            String theirs = device(other, false);
            String ours = device(other, true);
            Camera relayed = camera(theirs);
            Camera unanswered = camera(ours);

            try (TestViewer viewer = other.watch(new DeviceId("demo", theirs), "start");
                    SocketViewer socket = open(ours)) {
                viewer.awaitFrames(100).awaitMessage(ViewerMessage.Live.class);
                socket.awaitFrames(100);
                cloud.send(relayed.stream(), relayed.sends(100, 149), 1);
                cloud.send(unanswered.stream(), unanswered.sends(100, 149), 1);
                viewer.awaitFrames(150);
                socket.awaitFrames(150);

                assertThat(viewer.counters()).isEqualTo(upTo(150));
                assertThat(socket.counters()).isEqualTo(upTo(150));
                assertThat(other.relays().count()).isEqualTo(1);
            }
        }
    }

    @Test
    @Covers("A7")
    void framesThatComeLateAreToldByAStreamerThatIsNotTheirOwnerToo() {
        try (TestStreamer other = new TestStreamer(cloud, BUDGET, 1 << 20, secret)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> other.tails().count() == 2);
            Camera relayed = Camera.of("demo", device(other, false, "healed"), "2026-11-20");
            cloud.send(relayed.stream(), relayed.sends(0, 99).loses(40, 44), 1);
            try (TestViewer viewer = other.watch(relayed.stream().deviceId(), "start")) {
                viewer.awaitFrames(95).awaitMessage(ViewerMessage.Live.class);

                cloud.send(relayed.stream(), relayed.resends(40, 44), 5);
                viewer.awaitMessage(ViewerMessage.Healed.class);

                assertThat(viewer.messages(ViewerMessage.Healed.class))
                        .extracting(ViewerMessage.Healed::ranges)
                        .containsExactly(CounterRanges.of(new CounterRange(40, 44)));
            }
        }
    }

    @Test
    @Covers("C10")
    void anOwnerThatTookTheConnectionAndHangsIsLeftForKafka() {
        try (TestStreamer other = new TestStreamer(cloud, BUDGET, 1 << 20, secret)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> other.tails().count() == 2);
            String theirs = device(other, false);
            Camera relayed = camera(theirs);
            try (TestViewer viewer = other.watch(new DeviceId("demo", theirs), "start")) {
                viewer.awaitFrames(100).awaitMessage(ViewerMessage.Live.class);
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> wayToOwner.openConnections() > 0);

                wayToOwner.blackhole();
                cloud.send(relayed.stream(), relayed.sends(100, 149), 1);
                viewer.awaitFrames(150);

                assertThat(viewer.counters()).isEqualTo(upTo(150));
            } finally {
                wayToOwner.heal();
            }
        }
    }

    private Camera camera(String device) {
        Camera camera = Camera.of("demo", device, "2026-11-20");
        cloud.send(camera.stream(), camera.sends(0, 99), 5);
        return camera;
    }

    private static String device(TestStreamer streamer, boolean owned) {
        return device(streamer, owned, "relay");
    }

    private static String device(TestStreamer streamer, boolean owned, String prefix) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> prefix + i)
                .filter(name -> streamer.tails().owns(new DeviceId("demo", name)) == owned)
                .findFirst()
                .orElseThrow();
    }

    private SocketViewer open(String device) {
        return SocketViewer.open(
                URI.create("ws://" + server.getAuthority() + "/v1/devices/" + device + "/watch?from=start&speed=max"),
                StreamerSurroundingsResource.token(issuer, "demo", Role.VIEWER));
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
