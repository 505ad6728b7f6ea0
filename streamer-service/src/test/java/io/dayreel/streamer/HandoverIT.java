package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two streamers of one group, one of which stops. Neither answers the other: relays live on Kafka. */
class HandoverIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DAY = "2026-11-20";

    private TestCloud cloud;
    private TestStreamer leaving;
    private TestStreamer staying;

    @BeforeEach
    void start(@TempDir Path directory) {
        cloud = new TestCloud(directory).inRealTime();
        leaving = new TestStreamer(cloud);
        staying = new TestStreamer(cloud);
        await().atMost(LIMIT)
                .until(() -> leaving.tails().count() == 2 && staying.tails().count() == 2);
    }

    @AfterEach
    void stop() {
        leaving.close();
        staying.close();
        cloud.close();
    }

    @Covers({"B2", "C10"})
    @Test
    void viewersOfAStreamerThatStopsGoOnWhileAnotherTakesItsPartitions() {
        Camera camera = Camera.of("demo", devicesOf(leaving, 1).get(0), DAY);
        DeviceId device = camera.stream().deviceId();
        cloud.send(camera.stream(), camera.sends(0, 99), 5);
        try (TestViewer viewer = leaving.watch(device, "start")) {
            viewer.awaitFrames(100);

            leaving.handOver();
            await().atMost(LIMIT).until(() -> staying.tails().owns(device));
            cloud.send(camera.stream(), camera.sends(100, 149), 5);
            viewer.awaitFrames(150);

            assertThat(viewer.counters()).isEqualTo(upTo(150));
            try (TestViewer next = staying.watch(device, "start")) {
                assertThat(next.awaitFrames(150).counters()).isEqualTo(upTo(150));
            }
        }
    }

    /** Each relay had a consumer of its own once: the death of an owner of whom fifty were watched was its peer's, too. */
    @Covers("C10")
    @Test
    void manyDevicesOfAnOwnerThatDoesNotAnswerAreReadFromKafka() {
        List<Camera> cameras = devicesOf(leaving, 60).stream()
                .map(name -> Camera.of("demo", name, DAY))
                .toList();
        List<TestViewer> viewers = new ArrayList<>();
        try {
            cameras.forEach(camera -> viewers.add(staying.watch(camera.stream().deviceId(), "start")));
            await().atMost(LIMIT).until(() -> staying.relays().count() == 60);
            cameras.forEach(camera -> cloud.send(camera.stream(), camera.sends(0, 99), 10));

            viewers.forEach(viewer -> viewer.awaitFrames(100));

            assertThat(viewers)
                    .allSatisfy(viewer -> assertThat(viewer.counters()).isEqualTo(upTo(100)));
        } finally {
            viewers.forEach(TestViewer::close);
        }
    }

    private static List<String> devicesOf(TestStreamer owner, int number) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "camera-" + i)
                .filter(name -> owner.tails().owns(new DeviceId("demo", name)))
                .limit(number)
                .toList();
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
