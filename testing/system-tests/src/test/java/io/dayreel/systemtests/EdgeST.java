package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.cloud.Edge;
import io.dayreel.systemtests.cloud.OriginFigures;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.HlsClient.Answer;
import io.dayreel.systemtests.hls.LowLatencyViewer;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.abort.Untested;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.net.FaultProxy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real nginx as the edge of a CDN, configured as the documents say, before an origin of which one instance is dead. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeST {
    private static final int VIEWERS = 50;
    private static final Duration WATCHING = Duration.ofSeconds(4);
    private static final int SEGMENTS = 4;
    private static final String DAY = "hls.m3u8?day=2026-11-20";

    private StandaloneCloud cloud;
    private FaultProxy line;
    private Edge edge;
    private Cli live;
    private HlsClient client;
    private OriginFigures origin;

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException {
        Path nginx = Edge.program()
                .orElseGet(() -> Untested.because(
                        "the configuration of a CDN edge",
                        "there is no nginx: run .ci/install-test-tools as root, or install the package 'nginx'"));
        cloud = StandaloneCloud.start(directory.resolve("data"));
        Pusher cameras = new Pusher(cloud, directory);
        line = FaultProxy.to(cloud.address().getPort());
        try (FaultProxy dead = FaultProxy.to(1)) {
            edge = Edge.start(nginx, directory.resolve("edge"), List.of(local(line.port()), local(dead.port())));
        }
        client = new HlsClient(cloud.tokens().operator("demo"));
        origin = new OriginFigures(cloud.address());
        live = cameras.push("live", SampleFootage.carDetection(), "--loop");
        cameras.push("past", SampleFootage.carDetection(), "--fast", "--start-time=2026-11-20T10:00:00Z")
                .succeedsWithin(Duration.ofSeconds(60));
        await().atMost(Duration.ofSeconds(40)).until(() -> Stream.of(at("live", "hls/live/v0.m3u8"), at("past", DAY))
                .allMatch(address -> client.get(address).status() == 200));
    }

    private static URI local(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @AfterAll
    void stop() {
        AfterTests.close(live, edge, line, cloud);
    }

    private URI at(String device, String path) {
        return edge.address().resolve("/v1/devices/" + device + "/" + path);
    }

    private HlsClient viewer(int number) {
        return client.as(cloud.tokens().viewer("demo", "viewer-" + number));
    }

    @Covers("C8")
    @Test
    void fiftyLiveViewersCostTheOriginOneRequestForEachReloadAndPart() throws Exception {
        OriginFigures.Reading before = origin.read();

        Set<URI> asked = together(
                number -> () -> new LowLatencyViewer(viewer(number)).watches(at("live", "hls.m3u8"), WATCHING));

        long reloads = count(asked, ".*/hls/live/v0\\.m3u8\\?_HLS_msn=.*");
        long parts = count(asked, ".*/hls/live/v0/.*");
        assertThat(reloads).as("reloads").isGreaterThan(3);
        assertThat(parts).as("parts").isGreaterThan(8);
        OriginFigures.Reading after = origin.settled();
        assertThat(after.requests("waiting-playlist") - before.requests("waiting-playlist"))
                .isEqualTo(reloads);
        assertThat(after.requests("part") - before.requests("part")).isEqualTo(parts);
        assertThat(after.mediaReads() - before.mediaReads()).isLessThanOrEqualTo(parts);
        assertThat(after.requests("live-playlist") - before.requests("live-playlist"))
                .as("newest playlists, which are good for a second")
                .isBetween(1L, WATCHING.toSeconds() + 2);
        assertThat(after.requests("multivariant") - before.requests("multivariant"))
                .isBetween(1L, WATCHING.toSeconds() + 2);
        assertThat(after.accessQuestions() - before.accessQuestions()).isEqualTo(VIEWERS);
    }

    @Covers("C8")
    @Test
    void fiftyViewersOfThePastCostTheOriginOneRequestForEachPlaylistAndSegment() throws Exception {
        OriginFigures.Reading before = origin.read();

        Set<URI> asked = together(number -> () -> watchPast(number));

        OriginFigures.Reading after = origin.settled();
        assertThat(after.requests("past-playlist") - before.requests("past-playlist"))
                .isEqualTo(count(asked, ".*/hls/past/.*"))
                .isEqualTo(1);
        assertThat(after.requests("segment") - before.requests("segment"))
                .isEqualTo(count(asked, ".*/media/.*"))
                .isEqualTo(SEGMENTS + 1);
        assertThat(after.mediaReads() - before.mediaReads()).isLessThanOrEqualTo(SEGMENTS);
        assertThat(after.accessQuestions() - before.accessQuestions()).isEqualTo(VIEWERS);
    }

    /** Every other viewer has the token in the path, and says something about itself. */
    private Set<URI> watchPast(int number) {
        HlsClient viewer = viewer(number);
        URI first = at("past", DAY);
        if (number % 2 == 0) {
            String token = cloud.tokens().viewer("demo", "viewer-" + number);
            String base = new Rest(edge.address(), token)
                    .post("/v1/signed-addresses", "{\"path\":\"/v1/devices/past\"}")
                    .body()
                    .path("base")
                    .asText();
            viewer = client.as("");
            first = edge.address().resolve(base + "/" + DAY + "&CMCD=sid%3D%22" + number + "%22");
        }
        Set<URI> asked = new HashSet<>(Set.of(first));
        URI variant = viewer.playlist(first).variants().get(0);
        asked.add(variant);
        Playlist playlist = viewer.playlist(variant);
        List<URI> media = new ArrayList<>(
                List.of(playlist.resolve(playlist.attributes("EXT-X-MAP").get(0).get("URI"))));
        playlist.segments().stream()
                .limit(SEGMENTS)
                .forEach(segment -> media.add(segment.address().orElseThrow()));
        for (URI each : media) {
            asked.add(each);
            Answer answer = number % 5 == 0 ? viewer.get(each, "Range", "bytes=0-99") : viewer.get(each);
            assertThat(answer.status()).as("%s", each).isIn(200, 206);
        }
        return asked;
    }

    @Covers("B7")
    @Test
    void whatIsInTheCacheIsForThoseOnlyWhoMayWatchTheDevice() {
        URI segment = pastSegment();
        client.get(segment);

        Answer found = viewer(1).get(segment);

        assertThat(found.header("X-Cache")).contains("HIT");
        assertThat(found.header("Cache-Control")).contains("private, max-age=31536000, immutable");
        assertThat(client.as("").get(segment).status()).isEqualTo(401);
        assertThat(client.as("no-token").get(segment).status()).isEqualTo(401);
        assertThat(client.as(cloud.tokens().viewer("other")).get(segment).status())
                .isEqualTo(404);
        assertThat(client.as(cloud.tokens().device("demo", "past")).get(segment).status())
                .isEqualTo(403);
    }

    @Test
    void whatIsInTheCacheIsServedWhileNoOriginAnswers() {
        URI segment = pastSegment();
        URI elsewhere = at("past", "media/2026-11-20/v0/1-1-2.m4s");
        byte[] whole = client.get(segment).body();

        line.refuse();
        try {
            Answer found = client.get(segment);
            Answer range = client.get(segment, "Range", "bytes=10-19");
            Answer other = client.get(elsewhere);

            assertThat(found.body()).isEqualTo(whole);
            assertThat(range.body()).isEqualTo(Arrays.copyOfRange(whole, 10, 20));
            assertThat(other.status()).isEqualTo(502);
        } finally {
            line.heal();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> client.get(elsewhere).status() == 404);
        }
    }

    /** Whoever had changed to HTTP/2 at the origin would go on to it past the rules of the edge. */
    @Covers("B7")
    @Test
    void nobodyGetsPastTheEdgeByChangingToHttp2() throws IOException {
        assertThat(askedForHttp2(cloud.address())).as("the origin itself").startsWith("HTTP/1.1 101 ");

        assertThat(askedForHttp2(edge.address())).startsWith("HTTP/1.1 401 ");
    }

    /** @return the first line of the answer to a request without a token that wants to go on in HTTP/2 */
    private static String askedForHttp2(URI server) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET /v1/devices/past/" + DAY + " HTTP/1.1\r\nHost: " + server.getAuthority()
                    + "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c"
                    + "\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    @Test
    void anAddressWithTheTokenAsAParameterIsLedToTheFormThatItsPlaylistNeeds() {
        String token = cloud.tokens().viewer("demo");

        Answer led = client.as("").ask("GET", at("past", DAY + "&access=" + token));
        Answer there =
                client.as("").get(edge.address().resolve(led.header("Location").orElseThrow()));

        assertThat(led.status()).isEqualTo(307);
        assertThat(led.header("Location").orElseThrow()).startsWith("/v1/signed/" + token + "/devices/past/" + DAY);
        assertThat(there.status()).isEqualTo(200);
    }

    /** Of a playlist, and beyond the segments, that no other test asks for. */
    private URI pastSegment() {
        URI range = at("past", "hls.m3u8?from=2026-11-20T10:00:00Z&to=2026-11-20T10:05:00Z");
        Playlist playlist = client.playlist(client.playlist(range).variants().get(0));
        Segment last = playlist.segments().get(playlist.segments().size() - 1);
        return last.address().orElseThrow();
    }

    /** @return what all of them asked for, without their tokens */
    private static Set<URI> together(IntFunction<Callable<Set<URI>>> viewer) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(VIEWERS);
        try {
            Set<URI> asked = new HashSet<>();
            List<Callable<Set<URI>>> viewers =
                    IntStream.range(0, VIEWERS).mapToObj(viewer).toList();
            for (Future<Set<URI>> each : threads.invokeAll(viewers, 60, TimeUnit.SECONDS)) {
                each.get().stream()
                        .map(address -> URI.create(address.toString().replaceFirst("/v1/signed/[^/]+", "/v1")))
                        .forEach(asked::add);
            }
            return asked;
        } finally {
            threads.shutdownNow();
        }
    }

    private static long count(Collection<URI> addresses, String regex) {
        return addresses.stream()
                .filter(address -> address.toString().matches(regex))
                .count();
    }
}
