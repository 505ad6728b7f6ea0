package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.SampleFootage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exported clip as evidence: what a court gets is one file and the public key. */
class ProvenClipST {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Day TODAY = Day.of(Instant.now());

    @TempDir
    Path directory;

    @Covers({"B10", "F1"})
    @Test
    void aClipOfRealFootageIsProvenWithThePublicKeyAndAnAlteredByteIsFound() throws Exception {
        Map<String, String> soon = Map.of(
                "dayreel.writer.segment-max-age", "PT2S",
                "dayreel.sync.days.quiet", "PT3S",
                "dayreel.indexer.seal-period", "PT0.5S");
        try (StandaloneCloud cloud = StandaloneCloud.start(directory.resolve("data"), soon)) {
            push(cloud);
            Path unsealed = clip(cloud, "unsealed.mp4", 1);
            awaitSealed(cloud);

            Path clip = clip(cloud, "clip.mp4", 2);
            Path key = cloud.data().resolve("keys").resolve("seal-public.pem");
            assertThat(verify(clip, key)).isZero();
            assertThat(said())
                    .contains("clip.mp4: sealed and intact; ")
                    .contains("frames of demo/cam, captured " + TODAY);
            assertThat(verify(unsealed, key)).isIn(0, 3);
            assertThat(said()).doesNotContain("ALTERED");

            byte[] bytes = Files.readAllBytes(clip);
            int altered = bytes.length / 2;
            bytes[altered] ^= 1;
            Files.write(clip, bytes);
            assertThat(verify(clip, key)).isEqualTo(1);
            assertThat(said())
                    .contains("ALTERED, first track 1, captured " + TODAY)
                    .contains("not the frame that was stored");
        }
    }

    private void push(StandaloneCloud cloud) throws Exception {
        Path footage = directory.resolve("cars.mp4");
        String whole = SampleFootage.carDetection().toString();
        Ffmpeg.find().run(List.of("-i", whole, "-t", "9", "-c", "copy", footage.toString()), LIMIT);
        try (Cli push = new Pusher(cloud, directory).push("cam", footage, "--fast", "--wants=archived", "--seal-day")) {
            push.succeedsWithin(LIMIT);
        }
    }

    private static Rest rest(StandaloneCloud cloud) {
        return new Rest(cloud.address(), cloud.tokens().viewer("demo"));
    }

    private static void awaitSealed(StandaloneCloud cloud) {
        String completeness = "/v1/devices/cam/days/" + TODAY + "/completeness";
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        rest(cloud).get(completeness).body().path("state").asText())
                .isEqualTo("sealed"));
    }

    /** Five seconds from some after the first frame on. A clip that was made is kept: each of another range. */
    private Path clip(StandaloneCloud cloud, String name, int after) throws Exception {
        String timeline = "/v1/devices/cam/days/" + TODAY + "/timeline";
        JsonNode recorded = await().atMost(LIMIT)
                .until(() -> rest(cloud).get(timeline).body().path("recorded"), stretches -> stretches.size() > 0);
        Instant from = Instant.parse(recorded.get(0).path("from").asText()).plusSeconds(after);
        URI address = cloud.address().resolve("/v1/devices/cam/clip.mp4?from=" + from + "&to=" + from.plusSeconds(5));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + cloud.tokens().viewer("demo"))
                .timeout(LIMIT)
                .build();
        HttpResponse<Path> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofFile(directory.resolve(name)));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private Path verdict() {
        return directory.resolve("verified.txt");
    }

    private int verify(Path clip, Path key) throws InterruptedException {
        try (Cli verify = Cli.start(verdict(), "verify", clip.toString(), "--public-key", key.toString())) {
            return verify.endsWithin(LIMIT);
        }
    }

    private String said() throws Exception {
        return Files.readString(verdict());
    }
}
