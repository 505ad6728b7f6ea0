package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.RealFootage;
import io.dayreel.streamer.RealFootage.Frame;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What players are shown of a live device that pauses, loses its sound, goes over midnight or has a wrong clock. */
class LiveCuttingIT {
    private static final Rendition PICTURE = Rendition.video(1);
    private static final Rendition SOUND = Rendition.audio(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long TARGET_SECONDS = 1;

    @TempDir
    static Path directory;

    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static RealFootage footage;
    private static TestCloud cloud;
    private static TestStreamer streamer;
    private static CuttingInstance cutting;

    @BeforeAll
    static void start() {
        Path clip = TestClip.of(Duration.ofSeconds(9))
                .with(TestClip.Audio.AAC)
                .create(FFMPEG, directory.resolve("footage.mp4"));
        footage = new RealFootage(FFMPEG, clip, new StreamId("demo", "footage", Day.parse("2026-11-20")), 0, 0);
        cloud = new TestCloud(directory).inRealTime();
        streamer = new TestStreamer(cloud).ready();
        cutting = new CuttingInstance(cloud, streamer, "one");
    }

    @AfterAll
    static void stop() {
        cutting.close();
        streamer.close();
        cloud.close();
    }

    private static LiveCamera camera(String name, String begin) {
        return new LiveCamera(cloud, name, footage, Instant.parse(begin).toEpochMilli() * 1_000);
    }

    private static MediaListing picture(LiveLine line) {
        return CuttingInstance.listing(line, PICTURE);
    }

    private static MediaListing sound(LiveLine line) {
        return CuttingInstance.listing(line, SOUND);
    }

    private static void await(LiveLine line, Predicate<LiveLine> found) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> found.test(line));
    }

    /** Waits until both renditions list what was captured up to a time of the footage, in seconds. */
    private static void awaitListed(LiveLine line, LiveCamera camera, double upTo) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(listedSeconds(picture(line), camera)).isGreaterThan(upTo - 0.01);
            assertThat(listedSeconds(sound(line), camera)).isGreaterThan(upTo - 0.01);
        });
    }

    private static double listedSeconds(MediaListing listing, LiveCamera camera) {
        if (listing.segments().isEmpty()) {
            return Double.NEGATIVE_INFINITY;
        }
        MediaListing.Segment last = listing.last();
        return last.begins().toEpochMilli() / 1e3
                + last.duration()
                - camera.timeOf(camera.footage().get(0)) / 1e6;
    }

    /** What the standard asks of both playlists, and that a player finds its media. */
    private static void assertConforms(LiveLine line) {
        for (MediaListing listing : List.of(picture(line), sound(line))) {
            List<MediaListing.Segment> segments = listing.segments();
            assertThat(segments).allSatisfy(segment -> {
                assertThat(Math.round(segment.duration()))
                        .as("%s in\n%s", segment, listing.text())
                        .isLessThanOrEqualTo(TARGET_SECONDS);
                assertThat(segment.gap() || !segment.map().isEmpty())
                        .as("init segment before %s in\n%s", segment, listing.text())
                        .isTrue();
            });
            for (int i = 1; i < segments.size(); i++) {
                if (!segments.get(i).discontinuity()) {
                    assertThat(segments.get(i - 1).secondsTo(segments.get(i)))
                            .as("no hole before %s in\n%s", segments.get(i), listing.text())
                            .isCloseTo(segments.get(i - 1).duration(), within(0.1));
                }
            }
        }
        Set<Long> ofPicture = Set.copyOf(picture(line).discontinuities());
        Set<Long> ofSound = Set.copyOf(sound(line).discontinuities());
        long common = Math.min(picture(line).last().msn(), sound(line).last().msn());
        assertThat(ofSound.stream().filter(msn -> msn <= common))
                .as(
                        "discontinuities of the sound\n%s\nand the picture\n%s",
                        sound(line).text(), picture(line).text())
                .containsExactlyInAnyOrderElementsOf(
                        ofPicture.stream().filter(msn -> msn <= common).toList());
    }

    /** Hashes of the pictures that a player gets, which are decoded on the way. */
    private static List<String> played(CuttingInstance instance, DeviceId device, LiveLine line) {
        try {
            Path file = Files.createTempFile(directory, "played-", ".mp4");
            Files.write(file, instance.media(device, picture(line)));
            FFMPEG.run(List.of("-xerror", "-i", file.toString(), "-f", "null", "-"), PATIENCE);
            return FFMPEG.probePackets(file, "v:0").stream()
                    .map(MediaPacket::sha256)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> heard(CuttingInstance instance, DeviceId device, LiveLine line) {
        try {
            Path file = Files.createTempFile(directory, "heard-", ".mp4");
            Files.write(file, instance.media(device, sound(line)));
            return FFMPEG.probePackets(file, "a:0").stream()
                    .map(MediaPacket::sha256)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> hashes(List<Frame> frames, double from, double to) {
        return frames.stream()
                .filter(frame -> frame.timeMicros() >= from * 1e6 && frame.timeMicros() < to * 1e6)
                .map(Frame::sha256)
                .toList();
    }

    @Covers("C3")
    @Test
    void aSilentDeviceLeavesAGapAndPlaysOnBehindADiscontinuity() {
        LiveCamera camera = camera("silent", "2026-11-20T10:00:00Z");
        LiveCamera.Run run = camera.run(18_000);
        camera.configures(run);
        camera.shows(run, 0, 2.5);
        LiveLine line = cutting.watch(camera.device());

        await(line, each -> picture(each).hasGap());
        camera.shows(run, 5.5, 9);
        awaitListed(line, camera, 8);

        assertConforms(line);
        List<MediaListing.Segment> segments = picture(line).segments();
        int gap = segments.indexOf(
                segments.stream().filter(MediaListing.Segment::gap).findFirst().orElseThrow());
        assertThat(segments.get(gap).discontinuity()).isTrue();
        assertThat(sound(line).segments().get(gap).address()).as("silence").contains("-s");
        MediaListing.Segment again = segments.stream()
                .skip(gap)
                .filter(segment -> !segment.gap())
                .findFirst()
                .orElseThrow();
        assertThat(again.discontinuity())
                .as("a discontinuity where it comes again")
                .isTrue();
        double from = segments.get(0).secondsTo(again);
        List<String> played = played(cutting, camera.device(), line);
        double end = listedSeconds(picture(line), camera);
        assertThat(played).startsWith(hashes(camera.pictures(), 0, 2.5).toArray(String[]::new));
        assertThat(played)
                .endsWith(hashes(camera.pictures(), from - 0.02, end - 0.02).toArray(String[]::new));
    }

    @Covers("C3")
    @Test
    void soundThatStopsIsSilenceWhileThePictureGoesOn() {
        LiveCamera camera = camera("mute", "2026-11-20T10:00:00Z");
        LiveCamera.Run run = camera.run(18_000);
        camera.configures(run);
        camera.shows(run, 0, 2.5);
        LiveLine line = cutting.watch(camera.device());

        camera.shows(run, 2.5, 3);
        camera.shows(run, 3, 6.05, Frame::isVideo);
        camera.shows(run, 6.05, 9);
        awaitListed(line, camera, 8);

        assertConforms(line);
        assertThat(picture(line).discontinuities()).isEmpty();
        assertThat(picture(line).hasGap()).isFalse();
        assertThat(cutting.media(camera.device(), sound(line))).isNotEmpty();
        assertThat(parts(camera, 18_000)).extracting(part -> part.span().kind()).contains(Kind.SILENCE);
    }

    @Covers("C3")
    @Test
    void aLiveStreamGoesOnOverMidnightAsTheDeviceDoes() {
        LiveCamera camera = camera("midnight", "2026-11-20T23:59:56.600Z");
        LiveCamera.Run before = new LiveCamera.Run(Day.parse("2026-11-20"), 43_198);
        LiveCamera.Run after = new LiveCamera.Run(Day.parse("2026-11-21"), 0);
        camera.configures(before);
        camera.shows(before, 0, 2.5);
        LiveLine line = cutting.watch(camera.device());

        camera.shows(before, 2.5, 3.4);
        camera.configures(after);
        camera.footage().stream()
                .filter(frame -> frame.header().type() != FrameType.CONFIGURATION)
                .filter(frame -> frame.timeMicros() >= 3_400_000 && frame.timeMicros() < 4_000_000)
                .forEach(frame -> {
                    camera.add(frame.isVideo() ? before : after, frame);
                    camera.flush();
                });
        camera.ends(before, 4);
        camera.shows(after, 4, 9);
        awaitListed(line, camera, 7.9);

        assertConforms(line);
        assertThat(picture(line).discontinuities()).isEmpty();
        assertThat(picture(line).hasGap()).isFalse();
        assertThat(picture(line).text()).contains("../../media/2026-11-20/v1/").contains("../../media/2026-11-21/v1/");
        double end = listedSeconds(picture(line), camera);
        assertThat(played(cutting, camera.device(), line)).isEqualTo(hashes(camera.pictures(), 0, end - 0.02));
        assertThat(cutting.media(camera.device(), sound(line))).isNotEmpty();
    }

    @Covers("C3")
    @ParameterizedTest
    @ValueSource(strings = {"-PT25M", "PT25M"})
    void aCameraWithAWrongClockIsLiveAndHasNoGap(Duration wrong) {
        Instant begin = Instant.now().plus(wrong);
        LiveCamera camera =
                new LiveCamera(cloud, wrong.isNegative() ? "behind" : "ahead", footage, begin.toEpochMilli() * 1_000);
        LiveCamera.Run run = camera.run(100);
        camera.configures(run);
        camera.shows(run, 0, 3.5);

        LiveLine line = cutting.watch(camera.device());
        boolean endedAtOnce = line.isEnded();
        camera.shows(run, 3.5, 7);
        awaitListed(line, camera, 6);

        assertThat(endedAtOnce || line.isEnded()).as("taken for offline").isFalse();
        assertThat(picture(line).hasGap()).isFalse();
        assertThat(picture(line).discontinuities()).isEmpty();
        assertConforms(line);
        double end = listedSeconds(picture(line), camera);
        assertThat(played(cutting, camera.device(), line)).isEqualTo(hashes(camera.pictures(), 0, end - 0.02));
        assertThat(picture(line).segments().stream().skip(1))
                .allSatisfy(segment -> assertThat(segment.duration()).isCloseTo(1, within(0.05)));
    }

    @Covers("C3")
    @Test
    void nothingIsListedBeforeItsConfigurationIsKnown() {
        LiveCamera camera = camera("unconfigured", "2026-11-20T10:00:00Z");
        LiveCamera.Run first = camera.run(18_000);
        LiveCamera.Run second = camera.run(18_001);
        camera.configures(first);
        camera.shows(first, 0, 3);
        LiveLine line = cutting.watch(camera.device());
        camera.ends(first, 3);
        second.skips(2);
        camera.shows(second, 3, 5.5);

        camera.tells(second, 5.5, "{\"type\":\"" + "long ".repeat(20) + "\"}");
        await(line, each -> cutting.seen().stream()
                .anyMatch(record -> record instanceof CutRecord.Event event
                        && event.device().equals(camera.device())));
        List<CutRecord.Part> early = parts(camera, 18_001);
        camera.configures(second.from(0));
        camera.shows(second, 5.5, 9);
        awaitListed(line, camera, 7);

        assertThat(early).isEmpty();
        assertThat(parts(camera, 18_001))
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.span().configurationTag()).isNotEmpty());
        assertConforms(line);
        assertThat(played(cutting, camera.device(), line)).containsAll(hashes(camera.pictures(), 3, 7));
        assertThat(picture(line).text())
                .contains("X-TYPE=\"" + "long ".repeat(13).substring(0, 64) + "\"");
    }

    @Covers({"C3", "C10"})
    @Test
    void theSuccessorOfACutterThatDiesListsTheSameAndGoesOn(@TempDir Path other) {
        LiveCamera camera;
        LiveCamera.Run run;
        LiveLine before;
        try (TestCloud shared = new TestCloud(other).inRealTime();
                TestStreamer heir = new TestStreamer(shared);
                CuttingInstance two = new CuttingInstance(shared, heir, "two")) {
            try (TestStreamer owner = new TestStreamer(shared);
                    CuttingInstance one = new CuttingInstance(shared, owner, "one")) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> owner.tails().count() == 2 && heir.tails().count() == 2);
                camera = Stream.iterate(0, i -> i + 1)
                        .map(i -> new LiveCamera(shared, "handed-over-" + i, footage, 1_700_000_000_000_000L))
                        .filter(each -> owner.tails().owns(each.device()))
                        .findFirst()
                        .orElseThrow();
                run = camera.run(0);
                camera.configures(run);
                camera.shows(run, 0, 2.5);
                before = one.watch(camera.device());
                camera.shows(run, 2.5, 4.5);
                awaitListed(before, camera, 4);
            }

            camera.shows(run, 4.5, 6);
            LiveLine after = two.watch(camera.device());
            camera.shows(run, 6, 9);
            awaitListed(after, camera, 8);
            heir.ready();

            List<MediaListing.Segment> listed = picture(before).segments();
            assertThat(after.number()).isEqualTo(before.number());
            assertThat(picture(after).segments().subList(0, listed.size())).isEqualTo(listed);
            assertThat(sound(after).segments()).containsAll(sound(before).segments());
            assertThat(picture(after).discontinuities()).isEmpty();
            assertThat(after.cutter()).isEqualTo("two");
            assertConforms(after);
            double end = listedSeconds(picture(after), camera);
            assertThat(played(two, camera.device(), after)).isEqualTo(hashes(camera.pictures(), 0, end - 0.02));
            assertThat(hashes(camera.sounds(), 0, 9))
                    .as("the sound has no hole")
                    .containsSequence(heard(two, camera.device(), after));
        }
    }

    private static List<CutRecord.Part> parts(LiveCamera camera, int run) {
        return cutting.seen().stream()
                .filter(CutRecord.Part.class::isInstance)
                .map(CutRecord.Part.class::cast)
                .filter(part ->
                        part.device().equals(camera.device()) && part.span().run() == run)
                .toList();
    }
}
