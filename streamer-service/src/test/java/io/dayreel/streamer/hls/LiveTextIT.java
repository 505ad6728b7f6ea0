package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.rendition.LanguageWish;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.TestClip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captions of live devices through a real broker: in time, late, and alone. */
class LiveTextIT {
    private static final Rendition TEXT = Rendition.text(8);
    private static final Rendition PICTURE = Rendition.video(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String BEGIN = "2026-11-18T10:00:00Z";

    @TempDir
    static Path directory;

    private static RealFootage footage;
    private static TestCloud cloud;
    private static TestStreamer streamer;
    private static CuttingInstance cutting;

    @BeforeAll
    static void start() {
        Ffmpeg ffmpeg = Ffmpeg.find();
        Path clip = TestClip.of(Duration.ofSeconds(9))
                .with(TestClip.Audio.AAC)
                .create(ffmpeg, directory.resolve("footage.mp4"));
        footage = new RealFootage(ffmpeg, clip, new StreamId("demo", "footage", Day.parse("2026-11-20")), 0, 0);
        cloud = new TestCloud(directory).inRealTime();
        streamer = new TestStreamer(cloud).ready();
        cutting = new CuttingInstance(cloud, streamer, "text");
    }

    @AfterAll
    static void stop() {
        cutting.close();
        streamer.close();
        cloud.close();
    }

    private static LiveCamera camera(String name) {
        return new LiveCamera(cloud, name, footage, Instant.parse(BEGIN).toEpochMilli() * 1_000);
    }

    private static void awaitPictures(LiveLine line, LiveCamera camera, double upTo) {
        long micros = camera.timeOf(camera.footage().get(0)) + (long) (upTo * 1e6);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> line.look(PICTURE, listed -> listed.lastSpan()
                        .filter(span -> span.endMicros() > micros)
                        .isPresent()));
    }

    private static String all(LiveCamera camera, LiveLine line) {
        return new String(cutting.media(camera.device(), CuttingInstance.listing(line, TEXT)), StandardCharsets.UTF_8);
    }

    @Covers("C5")
    @Test
    void captionsAreInTheSegmentsOfTheirPicturesAndHoldNoneBack() {
        LiveCamera camera = camera("speaker");
        LiveCamera.Run run = camera.run(0);
        camera.configures(run);
        camera.speaks(run, 8, "de");
        camera.shows(run, 0, 2);
        LiveLine line = cutting.watch(camera.device());
        camera.says(run, 8, 2.2, 2, "Guten Tag");
        camera.shows(run, 2, 7);
        awaitPictures(line, camera, 5);

        String text = all(camera, line);

        MediaListing said = CuttingInstance.listing(line, TEXT);
        MediaListing shown = CuttingInstance.listing(line, PICTURE);
        assertThat(line.renditionNames()).doesNotContain(TEXT);
        assertThat(said.segments())
                .extracting(MediaListing.Segment::msn)
                .isEqualTo(
                        shown.segments().stream().map(MediaListing.Segment::msn).toList());
        assertThat(said.discontinuities()).isEqualTo(shown.discontinuities());
        assertThat(said.hasGap()).isFalse();
        assertThat(text.split("-0-\\d+\n[0-9:.]+ --> [0-9:.]+\nGuten Tag\n", -1))
                .hasSizeGreaterThan(3);
        assertThat(text.split("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n", -1))
                .hasSize(said.segments().size() + 1);
    }

    @Covers("C5")
    @Test
    void aCaptionThatComesLateIsInALaterLiveSegmentAndInThePastWhereItBelongs() {
        LiveCamera camera = camera("late-speaker");
        LiveCamera.Run run = camera.run(0);
        camera.configures(run);
        camera.speaks(run, 8, "de");
        camera.shows(run, 0, 2);
        LiveLine line = cutting.watch(camera.device());
        camera.shows(run, 2, 5);
        awaitPictures(line, camera, 4);
        camera.says(run, 8, 2.2, 0.5, "zu spät");
        camera.shows(run, 5, 9);
        camera.ends(run, 9);
        awaitPictures(line, camera, 7);

        String live = all(camera, line);

        assertThat(live).contains("\nzu spät\n");
        Timeline timeline = streamer.services().timeline();
        PastPlaylists past = new PastPlaylists(
                new StreamIndex(timeline), timeline, InstantSource.system(), Duration.ofSeconds(1), 1 << 20);
        long from = Instant.parse(BEGIN).toEpochMilli() * 1_000;
        String playlist = Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> past.media(new Range(camera.device(), from, from + 8_000_000), TEXT), Optional::isPresent)
                .map(found -> new String(found.rendered().plain(), StandardCharsets.UTF_8))
                .orElseThrow();
        MediaListing.Segment third = MediaListing.parse(playlist).segments().get(2);
        MediaListing alone = new MediaListing("", java.util.List.of(third));
        assertThat(new String(cutting.media(camera.device(), alone), StandardCharsets.UTF_8))
                .contains("zu spät");
    }

    @Covers("C5")
    @Test
    void textAloneIsNoStream() {
        LiveCamera camera = camera("writer");
        LiveCamera.Run run = camera.run(0);
        camera.speaks(run, 8, "de");
        camera.says(run, 8, 1, 1, "alone");
        Timeline timeline = streamer.services().timeline();
        StreamIndex index = new StreamIndex(timeline);
        Awaitility.await().atMost(PATIENCE).until(() -> !index.days(camera.device())
                .isEmpty());
        PastPlaylists past = new PastPlaylists(index, timeline, InstantSource.system(), Duration.ofSeconds(1), 1 << 20);
        long from = Instant.parse(BEGIN).toEpochMilli() * 1_000;

        Optional<PastPlaylists.Playlist> playlist =
                past.multivariant(new Range(camera.device(), from, from + 8_000_000), LanguageWish.NONE);

        assertThat(playlist).isEmpty();
    }
}
