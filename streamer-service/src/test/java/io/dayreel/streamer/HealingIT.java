package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.contracts.viewer.ViewerMessage.Healed;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What viewers are told of frames that come late, on a real broker and real segments. */
class HealingIT {
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
    @Covers("A7")
    void aViewerPastTheHoleIsToldOnceThatItHealedAndSeesItWhenItGoesBack() {
        cloud.send(stream, camera.sends(0, 299).loses(40, 44), 1);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(295).awaitMessage(ViewerMessage.Gap.class);

            cloud.send(stream, camera.resends(40, 44), 1);
            viewer.awaitMessage(Healed.class);
            viewer.command(new ViewerCommand.Seek(1, "start"));
            viewer.awaitFrames(295 + 300);

            assertThat(viewer.messages(Healed.class)).containsExactly(healed(camera, 40, 44));
            assertThat(viewer.counters().subList(295, 595))
                    .isEqualTo(LongStream.range(0, 300).boxed().toList());
            assertThat(viewer.messages(ViewerMessage.Gap.class)).hasSize(1);
        }
    }

    @Test
    void framesInOrderAndRepeatedOnesHealNothing() {
        cloud.send(stream, camera.sends(0, 199).loses(40, 44), 2);
        cloud.archive(stream);
        cloud.send(stream, camera.sends(200, 399), 2);
        cloud.commit(CAM, 50);
        cloud.deleteRecords(CAM, 50);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(395);

            cloud.send(stream, camera.resends(0, 39), 2);
            cloud.send(stream, camera.resends(300, 309), 2);
            cloud.send(stream, camera.sends(400, 499), 2);
            cloud.send(stream, camera.resends(38, 44), 7);
            cloud.send(stream, camera.sends(500, 549), 2);
            viewer.awaitMessage(Healed.class);
            viewer.awaitFrames(545);

            assertThat(viewer.messages(Healed.class))
                    .extracting(Healed::ranges)
                    .containsExactly(CounterRanges.of(new CounterRange(40, 44)));
        }
    }

    @Test
    @Covers("A7")
    void aHoleOfADayThatOnlyTheArchiveHasIsToldToAViewerOfAnotherDay() {
        Camera today = Camera.of(CameraSettings.of(CAM.on(Day.parse("2026-11-22"))));
        cloud.send(stream, camera.sends(0, 199).loses(100, 119), 1);
        cloud.archive(stream);
        cloud.commit(CAM, 180);
        cloud.deleteRecords(CAM, 180);
        cloud.send(today.stream(), today.sends(0, 99), 1);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "live")) {
            viewer.awaitMessage(ViewerMessage.Live.class);

            cloud.send(stream, camera.resends(100, 119), 20);
            viewer.awaitMessage(Healed.class);
            cloud.archive(stream);
            try (TestViewer past = streamer.watch(CAM, "start")) {
                past.awaitFrames(300);

                assertThat(past.counters().subList(0, 200))
                        .isEqualTo(LongStream.range(0, 200).boxed().toList());
                assertThat(viewer.messages(Healed.class)).containsExactly(healed(camera, 100, 119));
            }
        }
    }

    @Test
    void framesOvertakenByMomentsAreToldOnlyToThoseWhoWereToldOfTheHole() {
        cloud.send(stream, camera.sends(0, 99), 5);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer live = streamer.watch(CAM, "live");
                TestViewer paused = streamer.watch(CAM, "start")) {
            live.awaitMessage(ViewerMessage.Live.class);
            paused.awaitFrames(100);
            live.command(new ViewerCommand.Live(1));
            paused.command(new ViewerCommand.Pause());
            cloud.send(stream, camera.sends(100, 149), 5);
            live.await(() -> live.counters().contains(149L));

            cloud.send(stream, camera.sends(152, 154), 3);
            live.await(() -> live.counters().contains(154L));
            cloud.send(stream, camera.resends(150, 151), 2);
            live.awaitMessage(Healed.class);

            assertThat(live.messages(Healed.class)).containsExactly(healed(camera, 150, 151));
            assertThat(paused.messages(Healed.class)).isEmpty();
        }
    }

    @Test
    void manyHolesThatHealAtOnceAreToldTogether() {
        LongStream.range(0, 800).filter(n -> n % 10 != 9).forEach(n -> cloud.send(stream, camera.expectedFrame(n)));
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {
            viewer.awaitFrames(720);
            long began = System.nanoTime();

            LongStream.range(0, 79).forEach(n -> cloud.send(stream, camera.expectedFrame(n * 10 + 9)));
            viewer.await(() -> viewer.messages(Healed.class).stream()
                            .mapToLong(healed -> healed.ranges().size())
                            .sum()
                    == 79);

            long halfSeconds = (System.nanoTime() - began) / 500_000_000L;
            assertThat(viewer.messages(Healed.class)).hasSizeLessThanOrEqualTo((int) halfSeconds + 1);
        }
    }

    private static Healed healed(Camera camera, long first, long last) {
        long from = LongStream.rangeClosed(first, last)
                .map(camera::timeMicros)
                .min()
                .orElseThrow();
        long to = LongStream.rangeClosed(first, last)
                .map(camera::timeMicros)
                .max()
                .orElseThrow();
        return new Healed(
                camera.stream().day(),
                camera.run(),
                CounterRanges.of(new CounterRange(first, last)),
                time(from),
                time(to));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
