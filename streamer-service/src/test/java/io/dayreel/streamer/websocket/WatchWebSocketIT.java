package io.dayreel.streamer.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.streamer.TestCloud;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The streamer as an application: its routes, who may use them, and frames over a real socket. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class WatchWebSocketIT {
    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI server;

    TestCloud cloud;
    TokenIssuer issuer;

    @Test
    @Covers({"A5", "A6", "B4"})
    void aViewerSeesArchiveTailAndLiveOverOneSocket() {
        Camera camera = Camera.of("demo", "porch", "2026-11-20");
        StreamId stream = camera.stream();
        cloud.send(stream, camera.sends(0, 199), 5);
        cloud.archive(stream);
        cloud.send(stream, camera.sends(200, 299), 5);

        try (SocketViewer viewer = open("porch", "from=start&speed=max", viewerToken())) {
            viewer.awaitFrames(300);
            viewer.awaitMessage("\"type\":\"live\"");
            cloud.send(stream, camera.sends(300, 349), 1);
            viewer.awaitFrames(350);

            assertThat(viewer.counters())
                    .isEqualTo(LongStream.range(0, 350).boxed().toList());
            assertThat(viewer.frames().get(340)).isEqualTo(camera.expectedFrame(340));
            assertThat(viewer.messages().get(0)).contains("\"type\":\"info\"").contains("\"device\":\"porch\"");
            assertThat(viewer.messages()).anyMatch(message -> message.contains("\"type\":\"config\""));
        }
    }

    @Test
    @Covers("A7")
    void aViewerMakesItsDeviceWatchedForSync() throws Exception {
        Camera camera = Camera.of("demo", "stage", "2026-11-20");
        cloud.send(camera.stream(), camera.sends(0, 9), 5);
        Queue<RepairWish> wishes = new ConcurrentLinkedQueue<>();
        ControlTopicSource<RepairWish> source = ControlTopicSource.all(
                cloud.names().of(Topic.REPAIR_WISHES), RepairWish.class, new ControlTopicSource.Start.Beginning());

        try (ControlTopicReader<RepairWish> reader =
                        new ControlTopicReader<>(cloud.kafka(), "test-wishes", source, (at, wish) -> wishes.add(wish));
                SocketViewer viewer = open("stage", "from=start&speed=max", viewerToken())) {
            reader.start();
            viewer.awaitFrames(10);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> wishes.stream()
                    .anyMatch(wish -> wish.device().equals(camera.stream().deviceId())));

            assertThat(wishes)
                    .allMatch(wish -> ((RepairWish.Watched) wish).untilMillis()
                            > Instant.now().toEpochMilli());
        }
    }

    @Test
    void anUpgradeWithoutATokenIsAnsweredWithAProblem() throws Exception {
        HttpResponse<String> answer = get("/v1/devices/porch/watch", "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void anotherTenantsDeviceDoesNotExist() throws Exception {
        Camera camera = Camera.of("demo", "gate", "2026-11-20");
        cloud.send(camera.stream(), camera.sends(0, 9), 5);

        HttpResponse<String> answer = get(
                "/v1/devices/gate/frames?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z",
                StreamerSurroundingsResource.token(issuer, "other", Role.VIEWER));

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void aMalformedTimeIsAnsweredWithTheParametersName() throws Exception {
        HttpResponse<String> answer =
                get("/v1/devices/porch/frames?from=yesterday&to=2026-11-21T00:00:00Z", viewerToken());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"parameter\":\"from\"");
    }

    private SocketViewer open(String device, String query, String token) {
        return SocketViewer.open(
                URI.create("ws://" + server.getAuthority() + "/v1/devices/" + device + "/watch?" + query), token);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String viewerToken() {
        return StreamerSurroundingsResource.token(issuer, "demo", Role.VIEWER);
    }
}
