package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.segments.SegmentRecord.Deleted;
import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.Speed;
import io.dayreel.streamer.playback.StartPoint;
import io.dayreel.tail.TailBudget;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a viewer is sent, on a real broker and real segments. */
class PlaybackIT {
    private static final DeviceId CAM = new DeviceId("demo", "cam");

    @TempDir
    Path directory;

    private final Camera camera = Camera.of("demo", "cam", "2026-11-21");
    private final StreamId stream = camera.stream();
    private TestCloud cloud;

    @BeforeEach
    void openCloud() {
        cloud = new TestCloud(directory);
    }

    @AfterEach
    void closeCloud() {
        cloud.close();
    }

    @Test
    @Covers("C10")
    void aStreamerThatLostItsTailPlaysEverythingAgain() {
        cloud.send(stream, camera.sends(0, 199), 4);
        cloud.archive(stream);
        cloud.commit(CAM, 50);
        cloud.deleteRecords(CAM, 50);
        cloud.send(stream, camera.sends(200, 299), 4);
        new TestStreamer(cloud).ready().close();

        try (TestStreamer streamer = new TestStreamer(cloud);
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(300).awaitMessage(ViewerMessage.Live.class);

            assertThat(viewer.counters()).isEqualTo(upTo(300));
        }
    }

    @Test
    void whatTheDiskEvictedBeforeItWasArchivedIsReadFromKafka() {
        TailBudget tiny = new TailBudget(64 << 10, 128 << 10, 128 << 10, 0);
        try (TestStreamer streamer = new TestStreamer(cloud, tiny, 1 << 20).ready()) {
            cloud.send(stream, camera.sends(0, 399), 4);

            try (TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(400);

                assertThat(viewer.counters()).isEqualTo(upTo(400));
                assertThat(streamer.tails().bytes()).isLessThanOrEqualTo(128 << 10);
                assertThat(streamer.evicted().fetches()).isPositive();
            }
        }
    }

    @Test
    @Covers("A7")
    void aHoleIsToldAndALateFrameHealsThePast() {
        cloud.send(stream, camera.sends(0, 99).loses(40, 44), 1);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer first = streamer.watch(CAM, "start")) {
            first.awaitFrames(95);
            cloud.send(stream, camera.resends(40, 44), 5);
            cloud.send(stream, camera.sends(100, 100), 1);
            first.awaitFrames(96);
            try (TestViewer second = streamer.watch(CAM, "start")) {
                second.awaitFrames(101);

                assertThat(first.messages(ViewerMessage.Gap.class))
                        .singleElement()
                        .satisfies(gap -> {
                            assertThat(gap.ranges()).isEqualTo(CounterRanges.of(new CounterRange(40, 44)));
                            assertThat(gap.reason()).isEqualTo("missing");
                        });
                assertThat(first.counters()).doesNotContain(40L, 44L).endsWith(99L, 100L);
                assertThat(second.counters()).isEqualTo(upTo(101));
                assertThat(second.messages(ViewerMessage.Gap.class)).isEmpty();
            }
        }
    }

    @Test
    @Covers("A5")
    void aSeekIntoAWarmDayCostsOneRequestPerSegmentThatHoldsFramesOfTheRange() {
        for (int segment = 0; segment < 4; segment++) {
            cloud.send(stream, camera.sends(segment * 200L, segment * 200L + 199), 4);
            cloud.archive(stream);
        }
        cloud.commit(CAM, 200);
        cloud.deleteRecords(CAM, 200);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(800);
            long before = streamer.archive().gets();
            int questions = cloud.questions();

            viewer.command(
                    new ViewerCommand.Seek(7, time(camera.timeMicros(590)).toString()));
            viewer.await(() -> viewer.messages(ViewerMessage.Position.class).stream()
                    .anyMatch(position -> position.reply().equals(Optional.of(7L))));
            viewer.await(() -> viewer.counters().lastIndexOf(799L) > 800);

            assertThat(before).isEqualTo(4);
            assertThat(streamer.archive().gets() - before).isEqualTo(2);
            assertThat(cloud.questions()).isEqualTo(questions);
        }
    }

    @Test
    void afterASeekNoFrameOfTheOldPositionFollowsAndItStartsAtAKeyFrame() {
        cloud.send(stream, camera.sends(0, 999), 4);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(1000);

            viewer.command(
                    new ViewerCommand.Seek(1, time(camera.timeMicros(500)).toString()));
            viewer.awaitFrames(1100);

            List<Object> all = viewer.all();
            int reply = all.indexOf(viewer.messages(ViewerMessage.Position.class).stream()
                    .filter(position -> position.reply().isPresent())
                    .findFirst()
                    .orElseThrow());
            TestViewer.Received first = (TestViewer.Received) all.stream()
                    .skip(reply + 1L)
                    .filter(TestViewer.Received.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            assertThat(first.header().isSync()).isTrue();
            assertThat(first.header().counter()).isLessThanOrEqualTo(500).isGreaterThan(300);
            assertThat(viewer.counters().subList(1000, 1100))
                    .isEqualTo(LongStream.range(
                                    first.header().counter(), first.header().counter() + 100)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void aSlowLiveViewerIsMovedToTheNewestKeyFrameAndOthersGetEverything() {
        cloud.send(stream, camera.sends(0, 9), 1);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer quick = streamer.watch(CAM, "live");
                TestViewer slow = streamer.watch(CAM, "live")) {
            quick.awaitMessage(ViewerMessage.Live.class);
            slow.awaitMessage(ViewerMessage.Live.class);
            int before = quick.frames().size();
            slow.stalls();

            cloud.send(stream, camera.sends(10, 1009), 5);
            quick.awaitFrames(before + 1000);
            slow.reads();
            slow.awaitMessage(ViewerMessage.Skipped.class);
            slow.await(() -> slow.counters().contains(1009L));

            assertThat(quick.messages(ViewerMessage.Skipped.class)).isEmpty();
            ViewerMessage.Skipped skipped =
                    slow.messages(ViewerMessage.Skipped.class).get(0);
            long resumed = skipped.ranges().last() + 1;
            assertThat(skipped.reason()).isEqualTo("slow-viewer");
            assertThat(camera.header(resumed).isSync()).isTrue();
            assertThat(slow.counters()
                            .subList(
                                    slow.counters().indexOf(resumed),
                                    slow.counters().size()))
                    .isEqualTo(LongStream.range(resumed, 1010).boxed().toList());
        }
    }

    @Test
    void pauseStopsAndPlayGoesOnWithTheNextFrame() {
        cloud.send(stream, camera.sends(0, 99), 1);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitMessage(ViewerMessage.Live.class);
            viewer.command(new ViewerCommand.Pause());
            viewer.command(new ViewerCommand.Seek(1, "start"));
            cloud.send(stream, camera.sends(100, 109), 1);
            int whilePaused = viewer.frames().size();

            viewer.command(new ViewerCommand.Rate("max"));
            viewer.command(new ViewerCommand.Play());
            viewer.awaitFrames(whilePaused + 110);

            assertThat(whilePaused).isEqualTo(100);
            assertThat(viewer.counters().subList(100, 210)).isEqualTo(upTo(110));
        }
    }

    @Test
    void thePastIsPacedByItsOwnClockAfterABurst() {
        cloud.send(stream, camera.sends(0, 999), 10);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(new PlaybackRequest(
                        CAM, new StartPoint.Start(), Long.MAX_VALUE, Optional.empty(), new Speed(4)))) {
            long began = System.nanoTime();
            viewer.awaitFrames((int) camera.framesIn(Duration.ofSeconds(6)));
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            assertThat(took).isBetween(Duration.ofMillis(700), Duration.ofMillis(2500));
        }
    }

    @Test
    void playEndsAtTheAskedTime() {
        cloud.send(stream, camera.sends(0, 499), 10);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(new PlaybackRequest(
                        CAM, new StartPoint.Start(), camera.timeMicros(200), Optional.empty(), Speed.MAX))) {
            viewer.awaitMessage(ViewerMessage.End.class);

            assertThat(viewer.frames()).allMatch(frame -> frame.header().timeMicros() < camera.timeMicros(200));
            assertThat(viewer.messages(ViewerMessage.End.class)).containsExactly(new ViewerMessage.End("to"));
        }
    }

    @Test
    @Covers("A6")
    void aStreamOfTelemetryAlonePlaysLiveAndFromATime() {
        Camera sensor =
                Camera.of(new CameraSettings(stream, 0, 1, 1, 8000, 1, false, Duration.ofMillis(100), Duration.ZERO));
        List<Long> telemetry = LongStream.range(0, 300)
                .filter(counter -> sensor.header(counter).track() == 3)
                .boxed()
                .toList();
        telemetry.forEach(counter -> cloud.send(stream, sensor.expectedFrame(counter)));
        long middle = telemetry.get(telemetry.size() / 2);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer live = streamer.watch(CAM, "live");
                TestViewer past =
                        streamer.watch(CAM, time(sensor.timeMicros(middle)).toString())) {
            live.awaitFrames(1);
            past.await(() -> past.counters().contains(telemetry.get(telemetry.size() - 1)));

            assertThat(live.counters()).containsExactly(telemetry.get(telemetry.size() - 1));
            assertThat(past.counters().get(0)).isEqualTo(middle);
        }
    }

    @Test
    void daysAndRunsFollowOneAnotherAtOneAddress() {
        Camera second = camera.inRun(20_000);
        Camera nextDay = Camera.of(CameraSettings.of(CAM.on(Day.parse("2026-11-22"))));
        cloud.send(stream, camera.sends(0, 49), 5);
        cloud.send(stream, camera.endOfRun(50, "input-end"));
        cloud.send(stream, second.sends(0, 49), 5);
        cloud.archive(stream);
        cloud.send(nextDay.stream(), nextDay.sends(0, 49), 5);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(151);

            assertThat(viewer.frames())
                    .extracting(
                            frame -> frame.header().day() + "/" + frame.header().run())
                    .containsSubsequence("20778/0", "20778/20000", "20779/0");
            assertThat(viewer.messages(ViewerMessage.Gap.class))
                    .allMatch(gap -> gap.reason().equals("no-recording"))
                    .hasSize(2);
        }
    }

    @Test
    void liveNeedsNoIndexer() {
        cloud.send(stream, camera.sends(0, 99), 5);
        cloud.stopIndexer();
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "live")) {
            viewer.awaitMessage(ViewerMessage.Live.class);
            cloud.send(stream, camera.sends(100, 149), 5);
            viewer.await(() -> viewer.counters().contains(149L));

            assertThat(viewer.messages(ViewerMessage.Configuration.class))
                    .extracting(ViewerMessage.Configuration::kind)
                    .contains("video", "audio");
        }
    }

    @Test
    void anAnnouncementThatTheIndexerDoesNotKnowYetLeavesNoHole() {
        TailBudget tiny = new TailBudget(64 << 10, 128 << 10, 128 << 10, 0);
        cloud.send(stream, camera.sends(0, 99), 5);
        cloud.archive(stream);
        try (TestStreamer streamer = new TestStreamer(cloud, tiny, 1 << 20).ready();
                TestViewer warm = streamer.watch(CAM, "start")) {
            warm.awaitFrames(100);
            cloud.send(stream, camera.sends(100, 499), 5);
            Announced unseen = cloud.store(stream);
            cloud.publish(unseen);
            cloud.send(stream, camera.sends(500, 899), 5);
            warm.awaitFrames(900);

            try (TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(900);

                assertThat(viewer.counters()).isEqualTo(upTo(900));
            }
        }
    }

    @Test
    void aSegmentThatRetentionDeletedIsAGapAndPlayGoesOn() {
        cloud.send(stream, camera.sends(0, 99), 5);
        Announced first = cloud.archive(stream);
        cloud.send(stream, camera.sends(100, 199), 5);
        cloud.archive(stream);
        cloud.commit(CAM, 40);
        cloud.deleteRecords(CAM, 40);
        try (TestStreamer streamer = new TestStreamer(cloud).ready()) {
            cloud.store().delete(first.key());
            try (TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(100);

                assertThat(viewer.counters())
                        .isEqualTo(LongStream.range(100, 200).boxed().toList());
            }
            cloud.announce(new Deleted(first.key(), stream, "retention-age", 1));
        }
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
