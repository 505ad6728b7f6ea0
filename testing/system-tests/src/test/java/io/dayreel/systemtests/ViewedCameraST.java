package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.SampleFootage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The video API of a camera that sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewedCameraST {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private Path directory;
    private StandaloneCloud cloud;
    private HlsClient client;
    private Cli camera;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of("dayreel.streamer.ffmpeg", ffmpeg.program().toString()));
        client = new HlsClient(cloud.tokens().operator("demo"));
        camera = new Pusher(cloud, directory).push("viewed", SampleFootage.onePersonDetection());
    }

    @AfterAll
    void stop() {
        AfterTests.close(camera, cloud);
    }

    @Covers("C2")
    @Test
    void aSegmentThatACameraIsStillFillingIsAnsweredWhenItIsWhole() throws Exception {
        await().atMost(LIMIT).until(() -> view(Instant.now().minusSeconds(2)).status() == 200);

        for (int lag = 0; lag < 8; lag++) {
            Instant asked = Instant.now().minusSeconds(lag);
            HlsClient.Answer answer = view(asked);

            assertThat(answer.status()).as("%d s ago", lag).isEqualTo(200);
            assertThat(Instant.parse(answer.header("X-Dayreel-Segment-Start").orElseThrow()))
                    .isBeforeOrEqualTo(asked);
            assertThat(Instant.parse(answer.header("X-Dayreel-Segment-End").orElseThrow()))
                    .isAfter(asked);
            Path file = Files.write(directory.resolve("segment.mp4"), answer.body());
            assertThat(ffmpeg.probe(List.of("-show_entries", "stream=codec_name", "-of", "csv=p=0", file.toString())))
                    .contains("h264");
        }
    }

    @Covers("C2")
    @Test
    void whereNothingWasRecordedIsSaidAtOnce() {
        assertThat(view(Instant.now().minusSeconds(3600)).status()).isEqualTo(404);
        assertThat(view(Instant.now().plusSeconds(3600)).status()).isEqualTo(404);
    }

    @Covers("C2")
    @Test
    void metadataOfACameraIsItsPlaylist() {
        await().atMost(LIMIT).until(() -> client.get(URI.create(cloud.address() + "/v1/viewstream/metadata/viewed"))
                .text()
                .contains("#EXT-X-STREAM-INF"));
    }

    private HlsClient.Answer view(Instant time) {
        return client.get(cloud.address().resolve("/v1/viewstream/viewed?timestamp=" + time));
    }
}
