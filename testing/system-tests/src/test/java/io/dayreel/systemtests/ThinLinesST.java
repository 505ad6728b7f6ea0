package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is left of cameras on thin lines: {@code dayreel push --window --refresh} and {@code --every}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThinLinesST {
    private static final Instant PAST = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private Path directory;
    private StandaloneCloud cloud;
    private HlsClient client;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        cloud = StandaloneCloud.start(directory.resolve("data"), Map.of("dayreel.writer.segment-max-age", "PT3S"));
        client = new HlsClient(cloud.tokens().operator("demo"));
        push("windows", SampleFootage.onePersonDetection(), "--window", "3s", "--refresh", "20s");
        push("keys", SampleFootage.carDetection(), "--every", "3");
    }

    @AfterAll
    void stop() {
        AfterTests.close(cloud);
    }

    @Covers({"C3", "D1"})
    @Test
    void windowsAreStretchesOfExactlyTheirLengthWithDiscontinuitiesBetweenAndNothingMissing() throws Exception {
        Playlist playlist = playlist("windows", 139);
        List<List<Segment>> windows = stretches(playlist);

        assertThat(windows).hasSize(7);
        for (List<Segment> window : windows.subList(0, 6)) {
            assertThat(window.stream().mapToDouble(Segment::duration).sum()).isCloseTo(3.0, within(0.001));
        }
        assertThat(decoded("windows", playlist)).isBetween(7 * 24, 7 * 30);
        assertThat(missing("windows")).isZero();
        assertThat(events("windows")).filteredOn("dayreel.window"::equals).hasSize(7);
    }

    @Covers("D2")
    @Test
    void aRecordingThatHasEndedIsOneEventThatSaysWhatItIsAndHowLong() throws Exception {
        push("whole", SampleFootage.carDetection());
        await().atMost(LIMIT).until(() -> events("whole").contains("recording-ended"));

        JsonNode listed =
                rest().get("/v1/devices/whole/events?type=recording-ended").body();
        JsonNode event = new ObjectMapper()
                .readTree(listed.path("events").path(0).path("body").asText());

        assertThat(listed.path("events")).hasSize(1);
        double pictures = packets("v:0") / 12.5;
        double sound = packets("a:0") * 1024 / 48_000.0;
        assertThat(event.path("duration").asDouble()).isCloseTo(Math.max(pictures, sound), within(0.001));
        assertThat(event.path("width").asInt()).isEqualTo(768);
        assertThat(event.path("height").asInt()).isEqualTo(432);
        assertThat(event.path("codecs").toString()).contains("avc1.", "mp4a.40.2");
        assertThat(event.path("completeness").asDouble()).isEqualTo(1.0);
        assertThat(event.path("frames").asInt()).isEqualTo(received("whole") - 1);
        assertThat(client.get(cloud.address().resolve(event.path("media").asText()))
                        .text())
                .contains("#EXT-X-STREAM-INF");
    }

    @Covers("D1")
    @Test
    void keyFramesAloneAreOneUnbrokenRecordingThatLastsAsLongAsTheFootage() throws Exception {
        Playlist playlist = playlist("keys", 30);

        assertThat(stretches(playlist)).hasSize(1);
        assertThat(playlist.segments().stream().mapToDouble(Segment::duration).sum())
                .isBetween(20.0, 30.5);
        List<MediaPacket> footage = ffmpeg.probePackets(SampleFootage.carDetection(), "v:0");
        assertThat(decoded("keys", playlist))
                .isEqualTo((int) footage.stream().filter(MediaPacket::key).count());
        assertThat(missing("keys")).isZero();
    }

    private void push(String device, Path footage, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--fast", "--wants=archived", "--start-time=" + PAST));
        all.addAll(List.of(options));
        try (Cli push = new Pusher(cloud, directory).push(device, footage, all)) {
            push.succeedsWithin(LIMIT);
        }
    }

    private Playlist playlist(String device, int seconds) {
        URI address = cloud.address()
                .resolve("/v1/devices/" + device + "/hls/past/v0.m3u8?from=" + PAST + "&to="
                        + PAST.plusSeconds(seconds));
        await().atMost(LIMIT).until(() -> client.get(address).text().contains("#EXT-X-ENDLIST"));
        return client.playlist(address);
    }

    private static List<List<Segment>> stretches(Playlist playlist) {
        List<List<Segment>> stretches = new ArrayList<>();
        for (Segment segment : playlist.segments()) {
            if (stretches.isEmpty() || segment.discontinuity()) {
                stretches.add(new ArrayList<>());
            }
            stretches.get(stretches.size() - 1).add(segment);
        }
        return stretches;
    }

    /** How many pictures ffmpeg decodes of all segments, without an error. */
    private int decoded(String device, Playlist playlist) throws Exception {
        Path file = directory.resolve(device + ".mp4");
        URI init = playlist.resolve(playlist.attributes("EXT-X-MAP").get(0).get("URI"));
        Files.write(file, client.get(init).body());
        for (Segment segment : playlist.segments()) {
            byte[] media = client.get(segment.address().orElseThrow()).body();
            Files.write(file, media, StandardOpenOption.APPEND);
        }
        byte[] hashes = ffmpeg.output(
                List.of("-xerror", "-i", file.toString(), "-fps_mode", "passthrough", "-f", "framehash", "pipe:1"));
        return (int) new String(hashes, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    private int packets(String stream) {
        return ffmpeg.probePackets(SampleFootage.carDetection(), stream).size();
    }

    private int missing(String device) {
        assertThat(received(device)).isPositive();
        return completeness(device).path("missing").asInt()
                + completeness(device).path("lost").asInt();
    }

    private int received(String device) {
        return completeness(device).path("received").asInt();
    }

    private JsonNode completeness(String device) {
        return rest().get("/v1/devices/" + device + "/days/2026-11-20/missing").body();
    }

    private List<String> events(String device) {
        List<String> types = new ArrayList<>();
        JsonNode timeline = rest().get("/v1/devices/" + device + "/days/2026-11-20/timeline")
                .body();
        timeline.path("events").forEach(event -> types.add(event.path("type").asText()));
        return types;
    }

    private Rest rest() {
        return new Rest(cloud.address(), cloud.tokens().operator("demo"));
    }
}
