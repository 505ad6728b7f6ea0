package io.dayreel.streamer.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.TestCloud;
import io.dayreel.testkit.camera.Camera;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Frames of a time range, and addresses that are good without a header. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class FramesAndAddressesIT {
    private static final String DAY = "from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z";
    private static final Pattern ADDRESS = Pattern.compile("\"address\":\"([^\"]+)\"");
    private static final Pattern EXPIRES = Pattern.compile("\"expires\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI server;

    TestCloud cloud;
    TokenIssuer issuer;

    @Test
    void aRangeHoldsItsFramesFromTheKeyFrameThatTheFirstPictureNeeds() throws Exception {
        Camera camera = recorded("range", 500);
        long from = camera.timeMicros(250);
        long to = camera.timeMicros(400);

        String range = "range/frames?from=" + time(from) + "&to=" + time(to);
        List<FrameView> all = frames(get(range, viewer()));
        int track = all.stream()
                .filter(frame -> frame.type() == FrameType.VIDEO)
                .findFirst()
                .orElseThrow()
                .track();
        List<FrameView> video = frames(get(range + "&tracks=" + track, viewer()));

        List<Long> wanted = LongStream.range(250, 400)
                .filter(counter -> camera.timeMicros(counter) >= from && camera.timeMicros(counter) < to)
                .boxed()
                .toList();
        assertThat(all)
                .extracting(FrameView::counter)
                .containsAll(wanted)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(all).allMatch(frame -> frame.timeMicros() < to);
        assertThat(all).allMatch(frame -> Arrays.equals(frame.messageBytes(), camera.expectedFrame(frame.counter())));
        assertThat(video).isNotEmpty().allMatch(frame -> frame.track() == track);
        assertThat(all)
                .filteredOn(frame -> frame.type() == FrameType.VIDEO)
                .first()
                .satisfies(first -> {
                    assertThat(camera.header(first.counter()).isSync()).isTrue();
                    assertThat(first.timeMicros()).isLessThanOrEqualTo(from);
                });
    }

    @Test
    void aRangeThatEndsBeforeItBeginsIsAnsweredWithTheParametersName() throws Exception {
        HttpResponse<byte[]> answer = get("any/frames?from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z", viewer());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("\"parameter\":\"to\"");
    }

    @Test
    void anUnknownDeviceHasNoFramesAndAQuietTimeIsEmpty() throws Exception {
        recorded("quiet", 10);

        HttpResponse<byte[]> unknown = get("nobody/frames?" + DAY, viewer());
        HttpResponse<byte[]> quiet = get("quiet/frames?from=2026-11-18T00:00:00Z&to=2026-11-19T00:00:00Z", viewer());

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(quiet.statusCode()).isEqualTo(200);
        assertThat(quiet.body()).isEmpty();
    }

    @Test
    void aSignedAddressIsGoodWithoutAHeaderForItsPathAlone() throws Exception {
        recorded("signed", 100);
        recorded("unsigned", 10);

        String access = access(sign("{\"path\":\"/v1/devices/signed\"}", viewer()));

        assertThat(frames(get("signed/frames?" + DAY + "&access=" + access, "")))
                .hasSize(100);
        try (SocketViewer socket = SocketViewer.open(
                URI.create("ws://" + server.getAuthority() + "/v1/devices/signed/watch?from=start&speed=max&access="
                        + access),
                "")) {
            socket.awaitFrames(100);
        }
        assertThat(get("unsigned/frames?" + DAY + "&access=" + access, "").statusCode())
                .isIn(401, 403, 404);
        assertThat(get("signed2/frames?" + DAY + "&access=" + access, "").statusCode())
                .isIn(401, 403, 404);
    }

    @Test
    void aSignedAddressExpires() throws Exception {
        recorded("expiring", 10);

        String access = access(sign("{\"path\":\"/v1/devices/expiring/frames\",\"expiresIn\":\"PT3S\"}", viewer()));
        int atFirst = get("expiring/frames?" + DAY + "&access=" + access, "").statusCode();

        assertThat(atFirst).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        get("expiring/frames?" + DAY + "&access=" + access, "").statusCode() == 401);
    }

    @Test
    void aSignedAddressGivesNoMoreThanItsMakersTokenAndForNoLonger() throws Exception {
        recorded("mine", 10);
        recorded("yours", 10);
        String token = issuer.issue("test", "demo", Role.VIEWER, DeviceScope.of("mine"), Duration.ofMinutes(10));

        HttpResponse<byte[]> answer = sign("{\"path\":\"/v1/devices\",\"expiresIn\":\"PT24H\"}", token);

        String access = access(answer);
        assertThat(get("mine/frames?" + DAY + "&access=" + access, "").statusCode())
                .isEqualTo(200);
        assertThat(get("yours/frames?" + DAY + "&access=" + access, "").statusCode())
                .isIn(403, 404);
        assertThat(Instant.parse(first(EXPIRES, answer))).isBefore(Instant.now().plus(Duration.ofMinutes(11)));
    }

    @Test
    void anAddressForMoreThanADayOrForNoPathOfOursIsRefused() throws Exception {
        HttpResponse<byte[]> tooLong = sign("{\"path\":\"/v1/devices/cam\",\"expiresIn\":\"PT25H\"}", viewer());
        HttpResponse<byte[]> elsewhere = sign("{\"path\":\"/q/metrics\"}", viewer());
        HttpResponse<byte[]> nobody = sign("{\"path\":\"/v1/devices/cam\"}", "");

        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(text(tooLong)).contains("\"parameter\":\"expiresIn\"");
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(text(elsewhere)).contains("\"parameter\":\"path\"");
        assertThat(nobody.statusCode()).isEqualTo(401);
    }

    private Camera recorded(String device, long frames) {
        Camera camera = Camera.of("demo", device, "2026-11-20");
        cloud.send(camera.stream(), camera.sends(0, frames - 1), 5);
        cloud.archive(camera.stream());
        return camera;
    }

    private HttpResponse<byte[]> get(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder(server.resolve("/v1/devices/" + path)), token);
    }

    private HttpResponse<byte[]> sign(String asked, String token) throws Exception {
        return send(
                HttpRequest.newBuilder(server.resolve("/v1/signed-addresses"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(asked)),
                token);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, String token) throws Exception {
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String access(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return first(ADDRESS, answer).replaceFirst(".*access=", "");
    }

    private static String first(Pattern pattern, HttpResponse<byte[]> answer) {
        Matcher matcher = pattern.matcher(text(answer));
        assertThat(matcher.find()).as(text(answer)).isTrue();
        return matcher.group(1);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static List<FrameView> frames(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        List<FrameView> frames = new ArrayList<>();
        for (int at = 0;
                at < answer.body().length;
                at = frames.get(frames.size() - 1).end()) {
            FrameView view = new FrameView();
            view.wrap(answer.body(), at, answer.body().length).checkCrc();
            frames.add(view);
        }
        return frames;
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private String viewer() {
        return StreamerSurroundingsResource.token(issuer, "demo", Role.VIEWER);
    }
}
