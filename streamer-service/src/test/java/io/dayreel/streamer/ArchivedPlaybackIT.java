package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.viewer.ViewerCommand;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playing what is stored: from S3, with damage, out of order, and for viewers that do not read. */
class ArchivedPlaybackIT {
    private static final DeviceId CAM = new DeviceId("demo", "cam");
    private static final long SOCKET = 32 << 10;
    private static final long LARGEST_MESSAGE = 128 << 10;

    @TempDir
    Path directory;

    private final Camera camera = Camera.of("demo", "cam", "2026-11-21");
    private final StreamId stream = camera.stream();

    @Test
    @Covers("A5")
    void aSeekIntoS3IsOneRangedGetPerSegment() {
        try (S3Server server = S3Server.start(directory.resolve("s3")).withBucket("segments");
                TestCloud cloud = new TestCloud(directory, ObjectStores.open(bucket(server)))) {
            for (int segment = 0; segment < 4; segment++) {
                cloud.send(stream, camera.sends(segment * 200L, segment * 200L + 199), 4);
                cloud.archive(stream);
            }
            forget(cloud, 200);
            try (TestStreamer streamer = new TestStreamer(cloud).ready();
                    TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(800);
                long playing = server.requests("GET");

                viewer.command(new ViewerCommand.Seek(1, time(590)));
                viewer.await(() -> viewer.counters().lastIndexOf(799L) > 800);

                assertThat(viewer.counters().subList(0, 800)).isEqualTo(upTo(800));
                assertThat(playing).isEqualTo(4);
                assertThat(server.requests("GET") - playing).isEqualTo(2);
                assertThat(server.requests("HEAD")).isZero();
            }
        }
    }

    @Test
    void aDamagedFrameIsLeftOutAndCountedAndTheRestPlays() {
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.send(stream, camera.sends(0, 199), 4);
            cloud.archiveDamaged(stream, camera.expectedFrame(70));
            forget(cloud, 50);
            try (TestStreamer streamer = new TestStreamer(cloud).ready();
                    TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(199);

                assertThat(viewer.counters())
                        .isEqualTo(LongStream.range(0, 200)
                                .filter(counter -> counter != 70)
                                .boxed()
                                .toList());
                assertThat(streamer.archive().damagedFrames()).isEqualTo(1);
            }
        }
    }

    @Test
    @Covers("A7")
    void framesThatWereStoredLatePlayInTheirPlaceForOneGet() {
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.send(stream, camera.sends(0, 99).loses(40, 44), 1);
            cloud.send(stream, camera.resends(40, 44), 1);
            cloud.send(stream, camera.sends(100, 149), 1);
            cloud.archive(stream);
            forget(cloud, 150);
            try (TestStreamer streamer = new TestStreamer(cloud).ready();
                    TestViewer viewer = streamer.watch(CAM, "start")) {
                viewer.awaitFrames(150);

                assertThat(viewer.counters()).isEqualTo(upTo(150));
                assertThat(viewer.messages(ViewerMessage.Gap.class)).isEmpty();
                assertThat(streamer.archive().gets()).isEqualTo(1);
            }
        }
    }

    @Test
    void aViewerThatNeverReadsIsSentNoMoreThanItsSocketHolds() {
        try (TestCloud cloud = new TestCloud(directory)) {
            cloud.send(stream, camera.sends(0, 999), 4);
            cloud.archive(stream);
            forget(cloud, 250);
            cloud.send(stream, camera.sends(1000, 1099), 4);
            try (TestStreamer streamer = new TestStreamer(cloud).ready();
                    TestViewer past = streamer.watchUnread(CAM, "start", SOCKET);
                    TestViewer live = streamer.watchUnread(CAM, "live", SOCKET);
                    TestViewer reader = streamer.watch(CAM, "live")) {
                reader.awaitMessage(ViewerMessage.Live.class);
                cloud.send(stream, camera.sends(1100, 1999), 4);
                reader.await(() -> reader.counters().contains(1999L));
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> past.isFull() && live.isFull());

                assertThat(past.bytes()).isLessThan(SOCKET + LARGEST_MESSAGE);
                assertThat(live.bytes()).isLessThan(SOCKET + LARGEST_MESSAGE);
                assertThat(reader.messages(ViewerMessage.Skipped.class)).isEmpty();
            }
        }
    }

    private static ObjectStoreLocation bucket(S3Server server) {
        S3Server.Credentials credentials = server.credentials();
        return new ObjectStoreLocation.Bucket(
                "segments",
                "",
                ObjectStoreLocation.S3Settings.at(server.endpoint(), credentials.accessKey(), credentials.secretKey()),
                ObjectStoreLocation.Timeouts.DEFAULT);
    }

    /** The archive is all that is left of the records before an offset. */
    private static void forget(TestCloud cloud, long offset) {
        cloud.commit(CAM, offset);
        cloud.deleteRecords(CAM, offset);
    }

    private String time(long counter) {
        return Instant.EPOCH.plus(camera.timeMicros(counter), ChronoUnit.MICROS).toString();
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
