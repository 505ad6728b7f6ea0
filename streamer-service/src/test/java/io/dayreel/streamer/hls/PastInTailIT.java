package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.TestClip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playlists of a past of which nothing is archived yet. */
class PastInTailIT {
    private static final long BEGIN = Instant.parse("2026-10-01T10:00:00Z").toEpochMilli() * 1_000;
    private static final long SECONDS = 9;
    private static final Pattern VARIANT = Pattern.compile("#EXT-X-STREAM-INF:BANDWIDTH=([0-9]+),"
            + "AVERAGE-BANDWIDTH=([0-9]+),CODECS=.*,FRAME-RATE=([0-9.]+),AUDIO=");

    @TempDir
    static Path directory;

    @Test
    void aVariantSaysTheRatesThatTheTailHas() {
        Ffmpeg ffmpeg = Ffmpeg.find();
        Path clip = TestClip.of(Duration.ofSeconds(SECONDS))
                .with(TestClip.Audio.AAC)
                .create(ffmpeg, directory.resolve("footage.mp4"));
        StreamId stream = new StreamId("demo", "footage", Day.parse("2026-11-20"));
        RealFootage footage = new RealFootage(ffmpeg, clip, stream, 0, 0);
        try (TestCloud cloud = new TestCloud(directory).inRealTime();
                TestStreamer streamer = new TestStreamer(cloud).ready()) {
            LiveCamera camera = new LiveCamera(cloud, "cam", footage, BEGIN);
            LiveCamera.Run run = camera.run(0);
            camera.configures(run);
            camera.shows(run, 0, SECONDS);
            Timeline timeline = streamer.services().timeline();
            PastPlaylists playlists = new PastPlaylists(
                    new StreamIndex(timeline), timeline, InstantSource.system(), Duration.ofSeconds(1), 1 << 20);

            long bits = 8
                    * camera.footage().stream()
                            .mapToLong(frame -> frame.message().length)
                            .sum();
            double rate = camera.pictures().size() / (double) SECONDS;
            Range range = new Range(camera.device(), BEGIN, BEGIN + 8_000_000);

            // the tail is being filled
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Matcher variant = variant(playlists, range);
                assertThat(variant.find()).isTrue();
                assertThat(Double.parseDouble(variant.group(3))).isCloseTo(rate, within(rate / 10));
                assertThat(Long.parseLong(variant.group(2))).isCloseTo(bits / SECONDS, within(bits / SECONDS / 3));
                assertThat(Long.parseLong(variant.group(1))).isGreaterThanOrEqualTo(bits / SECONDS);
            });
        }
    }

    private static Matcher variant(PastPlaylists playlists, Range range) {
        return VARIANT.matcher(playlists
                .multivariant(range, LanguageWish.NONE)
                .map(made -> new String(made.rendered().plain(), StandardCharsets.UTF_8))
                .orElse(""));
    }
}
