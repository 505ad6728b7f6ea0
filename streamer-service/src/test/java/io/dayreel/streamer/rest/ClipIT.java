package io.dayreel.streamer.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.protocol.clip.ClipReport;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.websocket.StreamerSurroundingsResource;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.TestClip;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips over HTTP, read by ffprobe. */
@QuarkusTest
@QuarkusTestResource(value = StreamerSurroundingsResource.class, restrictToAnnotatedClass = true)
class ClipIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final Day DAY = Day.parse("2026-11-20");
    private static final long START = Instant.parse("2026-11-20T10:00:00Z").getEpochSecond() * 1_000_000L;
    private static final TestClip CLIP = TestClip.of(Duration.ofSeconds(4))
            .withSize(192, 128)
            .withRate(10, 10)
            .withBFrames(2)
            .with(TestClip.Audio.AAC);

    private final HttpClient http = HttpClient.newHttpClient();

    @TestHTTPResource("/")
    URI server;

    @TempDir
    Path directory;

    TestCloud cloud;
    TokenIssuer issuer;

    @Test
    @Covers("B10")
    void aClipHoldsTheFramesOfItsRangeAndPlaysFromTheAskedTime() throws Exception {
        RealFootage footage = recorded("clip", CLIP, 18_000, START, true);
        Path clip = saved(get("clip/clip.mp4?" + range(START + 1_550_000, START + 3_000_000)));

        List<String> pictures = hashes(clip, "v:0");
        assertThat(footage.hashes(true)).containsSequence(pictures);
        assertThat(pictures.get(0)).isEqualTo(keyAtOrBefore(footage, START + 1_550_000));
        assertThat(footage.hashes(false)).containsSequence(hashes(clip, "a:0"));
        String[] shown = FFMPEG.probe(
                        List.of("-show_entries", "format=start_time,duration", "-of", "csv=p=0", clip.toString()))
                .strip()
                .split(",");
        assertThat(Double.parseDouble(shown[1])).isEqualTo(1.45);
        byte[] decoded = FFMPEG.output(List.of(
                "-xerror",
                "-i",
                clip.toString(),
                "-an",
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "pipe:1"));
        assertThat(decoded.length / (192 * 128)).isBetween(14, 16);
    }

    @Test
    void rangesOfAClipPutTogetherAreTheClip() throws Exception {
        recorded("ranges", CLIP, 18_000, START, false);
        String address = "ranges/clip.mp4?" + range(START, START + 3_000_000);
        HttpResponse<byte[]> whole = get(address);
        int third = whole.body().length / 3;
        String etag = whole.headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> first = get(address, "Range", "bytes=0-" + (third - 1), "If-Range", etag);
        HttpResponse<byte[]> second = get(address, "Range", "bytes=" + third + "-");
        HttpResponse<byte[]> last = get(address, "Range", "bytes=-7");
        HttpResponse<byte[]> behind = get(address, "Range", "bytes=" + whole.body().length + "-");
        HttpResponse<byte[]> changed = get(address, "Range", "bytes=0-9", "If-Range", "\"other\"");
        HttpResponse<byte[]> known = get(address, "If-None-Match", etag);
        HttpResponse<byte[]> head = send(request(address).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first.body());
        joined.writeBytes(second.body());
        assertThat(first.statusCode()).isEqualTo(206);
        assertThat(first.headers().firstValue("Content-Range"))
                .contains("bytes 0-" + (third - 1) + "/" + whole.body().length);
        assertThat(joined.toByteArray()).isEqualTo(whole.body());
        assertThat(last.body()).hasSize(7);
        assertThat(behind.statusCode()).isEqualTo(416);
        assertThat(behind.headers().firstValue("Content-Range")).contains("bytes */" + whole.body().length);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
        assertThat(head.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(head.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"ranges-2026-11-20T10-00-00Z.mp4\"");
    }

    @Test
    @Covers("A5")
    void aClipGoesOnAcrossRunsHolesAndOtherFormats() throws Exception {
        RealFootage one = recorded("across", CLIP, 18_000, START, true);
        RealFootage two = recorded("across", CLIP.withSize(256, 144), 18_010, START + 20_000_000, false);

        Path clip = saved(get("across/clip.mp4?" + range(START, START + 60_000_000)));

        assertThat(hashes(clip, "v:0"))
                .isEqualTo(Stream.concat(one.hashes(true).stream(), two.hashes(true).stream())
                        .toList());
        List<MediaPacket> pictures = FFMPEG.probePackets(clip, "v:0");
        List<MediaPacket> sound = FFMPEG.probePackets(clip, "a:0");
        int before = one.hashes(true).size();
        long step =
                pictures.get(before).pts().orElseThrow() - pictures.get(0).pts().orElseThrow();
        assertThat(step).isEqualTo(20 * 90_000L);
        assertThat(sound).hasSize(one.hashes(false).size() + two.hashes(false).size());
    }

    @Test
    void soundAloneOrPicturesAloneMakeAClip() throws Exception {
        RealFootage footage = recorded("tracks", CLIP, 18_000, START, true);

        Path sound = saved(get("tracks/clip.mp4?tracks=2&" + range(START + 1_000_000, START + 2_000_000)));
        Path pictures = saved(get("tracks/clip.mp4?tracks=1&" + range(START + 1_000_000, START + 2_000_000)));

        assertThat(footage.hashes(false)).containsSequence(hashes(sound, "a:0"));
        assertThat(hashes(sound, "v:0")).isEmpty();
        assertThat(hashes(pictures, "a:0")).isEmpty();
        assertThat(hashes(pictures, "v:0")).isNotEmpty();
    }

    @Test
    @Covers("F1")
    void theProofThatAClipCarriesHoldsForEachOfItsSamples() throws Exception {
        recorded("proven", CLIP, 18_000, START, true);
        recorded("proven", CLIP.withSize(256, 144), 18_010, START + 20_000_000, true);
        RealFootage unarchived = recorded("proven", CLIP, 18_020, START + 40_000_000, false);

        byte[] clip = get("proven/clip.mp4?" + range(START + 1_250_000, START + 60_000_000))
                .body();
        ClipReport report = CheckedClip.verify(clip);

        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).isEqualTo(unarchived.samples());
        assertThat(report.proven()).isEqualTo(report.samples() - unarchived.samples());
        assertThat(report.proven()).isGreaterThan(unarchived.samples());
        clip[clip.length / 3] ^= 1;
        assertThat(CheckedClip.verify(clip).findings()).isNotEmpty();
    }

    @Test
    void aClipOfSomeTracksHasItsProofToo() throws Exception {
        recorded("proven-sound", CLIP, 18_000, START, true);

        ClipReport sound =
                CheckedClip.verify(get("proven-sound/clip.mp4?tracks=2&" + range(START + 1_000_000, START + 2_000_000))
                        .body());

        assertThat(sound.findings()).isEmpty();
        assertThat(sound.proven()).isEqualTo(sound.samples()).isPositive();
    }

    @Test
    void whatCannotBeAClipIsRefusedWithAReason() throws Exception {
        recorded("refused", CLIP, 18_000, START, true);

        HttpResponse<byte[]> reversed = get("refused/clip.mp4?" + range(START + 10, START));
        HttpResponse<byte[]> tooLong = get("refused/clip.mp4?" + range(START, START + 3_700_000_000L));
        HttpResponse<byte[]> nothing = get("refused/clip.mp4?" + range(START + 60_000_000, START + 70_000_000));
        HttpResponse<byte[]> unknown = get("nobody/clip.mp4?" + range(START, START + 10));
        HttpResponse<byte[]> badTracks = get("refused/clip.mp4?tracks=x&" + range(START, START + 10));

        assertThat(reversed.statusCode()).isEqualTo(400);
        assertThat(text(reversed)).contains("\"parameter\":\"to\"");
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(text(tooLong)).contains("PT1H", "dayreel.streamer.max-clip");
        assertThat(nothing.statusCode()).as(text(nothing)).isEqualTo(404);
        assertThat(text(nothing)).contains("\"nearest\":[{\"from\":\"2026-11-20T10:00:0");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(badTracks.statusCode()).isEqualTo(400);
        assertThat(text(badTracks)).contains("\"parameter\":\"tracks\"");
    }

    private RealFootage recorded(String device, TestClip clip, int run, long startMicros, boolean archived)
            throws Exception {
        RealFootage footage = new RealFootage(FFMPEG, source(clip), stream(device), run, startMicros).sendTo(cloud);
        if (archived) {
            cloud.archive(footage.stream());
        }
        return footage;
    }

    private static StreamId stream(String device) {
        return new StreamId("demo", device, DAY);
    }

    private Path source(TestClip clip) {
        Path file = directory.resolve(clip.width() + ".mp4");
        return Files.exists(file) ? file : clip.create(FFMPEG, file);
    }

    private static String keyAtOrBefore(RealFootage footage, long micros) {
        return footage.frames().stream()
                .filter(frame -> frame.isVideo() && frame.header().isSync() && frame.timeMicros() <= micros)
                .reduce((a, b) -> b)
                .orElseThrow()
                .sha256();
    }

    private List<String> hashes(Path clip, String stream) {
        return FFMPEG.probePackets(clip, stream).stream()
                .map(MediaPacket::sha256)
                .toList();
    }

    private Path saved(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        Path file = Files.createTempFile(directory, "clip", ".mp4");
        return Files.write(file, answer.body());
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        String token = issuer.issue("test", "demo", Role.VIEWER, DeviceScope.everyDevice(), Duration.ofHours(1));
        return HttpRequest.newBuilder(server.resolve("/v1/devices/" + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String range(long fromMicros, long toMicros) {
        return "from=" + time(fromMicros) + "&to=" + time(toMicros);
    }

    private static String time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
