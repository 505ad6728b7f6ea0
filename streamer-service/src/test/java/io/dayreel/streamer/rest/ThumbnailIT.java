package io.dayreel.streamer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.access.DeviceScope;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.websocket.StreamerSurroundingsResource;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thumbnails whose pictures say which one they are. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class ThumbnailIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final Day DAY = Day.parse("2026-11-20");
    private static final long START = Instant.parse("2026-11-20T10:00:00Z").getEpochSecond() * 1_000_000L;
    private static final long SECOND = 1_000_000;

    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI server;

    @TempDir
    Path directory;

    TestCloud cloud;
    TokenIssuer issuer;

    @Test
    @Covers("B10")
    void aThumbnailShowsTheKeyFrameAtOrBeforeItsTime() throws Exception {
        recorded("door", true);

        HttpResponse<byte[]> answer = get("door/thumbnail.jpg?width=640&at=" + time(START + 2 * SECOND + 700_000));

        assertThat(answer.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(answer.headers().firstValue("X-Dayreel-Picture-Time")).contains("2026-11-20T10:00:02Z");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, max-age=86400, immutable");
        assertThat(number(image(answer), 0, 0, 640, 360)).hasValue(50);
        String etag = answer.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again =
                get("door/thumbnail.jpg?width=640&at=" + time(START + 2 * SECOND + 700_000), "If-None-Match", etag);
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @Test
    void aStripHasAPictureForEachStepThatWasRecorded() throws Exception {
        recorded("hall", false);
        String range = "from=" + time(START - 5 * SECOND) + "&to=" + time(START + 5 * SECOND) + "&count=10&width=320";

        JsonNode strip = new ObjectMapper().readTree(text(get("hall/thumbnails.json?" + range)));
        BufferedImage image = image(get("hall/" + strip.get("image").asText()));

        assertThat(strip.get("width").asInt()).isEqualTo(320);
        assertThat(strip.get("height").asInt()).isEqualTo(180);
        assertThat(strip.get("columns").asInt()).isEqualTo(10);
        assertThat(strip.get("thumbnails")).hasSize(5);
        for (JsonNode each : strip.get("thumbnails")) {
            Instant picture = Instant.parse(each.get("picture").asText());
            int expected = (int) (picture.getEpochSecond() - START / SECOND) * 25;
            int left = each.get("column").asInt() * 320;
            assertThat(number(image, left, each.get("row").asInt() * 180, 320, 180))
                    .hasValue(expected);
            assertThat(Instant.parse(each.get("at").asText())).isAfterOrEqualTo(picture);
        }
        assertThat(image.getWidth()).isEqualTo(3200);
    }

    @Test
    void withoutAPictureTheNearestRecordingIsNamed() throws Exception {
        recorded("empty", true);

        HttpResponse<byte[]> before = get("empty/thumbnail.jpg?at=2026-11-20T09:00:00Z");
        HttpResponse<byte[]> strip =
                get("empty/thumbnails.jpg?from=2026-11-20T08:00:00Z&to=2026-11-20T09:00:00Z&count=4");
        HttpResponse<byte[]> unknown = get("nobody/thumbnail.jpg?at=2026-11-20T09:00:00Z");

        assertThat(before.statusCode()).isEqualTo(404);
        assertThat(text(before)).contains("\"nearest\":[{\"from\":\"2026-11-20T10:00:00Z\"");
        assertThat(strip.statusCode()).isEqualTo(404);
        assertThat(unknown.statusCode()).isEqualTo(404);
    }

    @Test
    void badParametersAreNamed() throws Exception {
        recorded("bad", true);

        assertThat(text(get("bad/thumbnail.jpg?at=now"))).contains("\"parameter\":\"at\"");
        assertThat(text(get("bad/thumbnail.jpg?width=0&at=2026-11-20T10:00:01Z")))
                .contains("\"parameter\":\"width\"");
        assertThat(text(get("bad/thumbnails.json?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z&count=9999")))
                .contains("\"parameter\":\"count\"");
        assertThat(text(get(
                        "bad/thumbnails.json?from=2026-11-20T10:00:00Z&to=2026-11-20T10:00:04Z&count=240&width=1920")))
                .contains("\"parameter\":\"width\"");
        assertThat(text(get("bad/thumbnails.json?from=2026-11-20T12:00:00Z&to=2026-11-20T11:00:00Z")))
                .contains("\"parameter\":\"to\"");
    }

    private void recorded(String device, boolean archived) {
        Path clip = FrameCodedVideo.of(125).create(FFMPEG, directory.resolve("coded.mp4"));
        StreamId stream = new StreamId("demo", device, DAY);
        new RealFootage(FFMPEG, clip, stream, 18_000, START).sendTo(cloud);
        if (archived) {
            cloud.archive(stream);
        }
    }

    private static OptionalInt number(BufferedImage image, int left, int top, int width, int height) {
        byte[] luma = new byte[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = image.getRGB(left + x, top + y);
                luma[y * width + x] =
                        (byte) ((299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000);
            }
        }
        return FrameCodedVideo.read(luma, width, height);
    }

    private static BufferedImage image(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        String token = issuer.issue("test", "demo", Role.VIEWER, DeviceScope.everyDevice(), Duration.ofHours(1));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/v1/devices/" + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
