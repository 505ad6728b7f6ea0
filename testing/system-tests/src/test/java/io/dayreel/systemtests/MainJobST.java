package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.systemtests.viewer.SeenFrame;
import io.dayreel.systemtests.viewer.SourcePackets;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real footage: pushed, watched live, stored, watched again from the archive. The longer clip comes as
 * fast as it can, the other one at the pace of capture.
 */
class MainJobST {
    private static final Duration STARTS = Duration.ofSeconds(60);
    private static final Duration LASTS = Duration.ofSeconds(240);

    @TempDir
    Path directory;

    @Covers({"A1", "A2", "A5", "A6", "B1", "B4"})
    @Test
    void everyPacketOfTheFootageIsSeenLiveAndAgainFromTheArchive() throws Exception {
        SourcePackets people = SourcePackets.of(SampleFootage.onePersonDetection());
        SourcePackets cars = SourcePackets.of(SampleFootage.carDetection());
        try (StandaloneCloud cloud = StandaloneCloud.start(directory.resolve("data"));
                Cli pushesPeople =
                        new Pusher(cloud, directory).push("people", SampleFootage.onePersonDetection(), "--fast");
                Cli pushesCars = new Pusher(cloud, directory).push("cars", SampleFootage.carDetection(), "--realtime");
                RecordingViewer livePeople = watch(cloud, "people");
                RecordingViewer liveCars = watch(cloud, "cars")) {

            pushesCars.succeedsWithin(LASTS);
            pushesPeople.succeedsWithin(LASTS);

            assertThatAllIsSeen(livePeople, people);
            assertThatAllIsSeen(liveCars, cars);
            assertThat(livePeople.messages("live")).as("reached the live end").isNotEmpty();
            assertThat(liveCars.messages("skipped")).isEmpty();

            await().atMost(STARTS).until(() -> isArchived(cloud, "people", livePeople));
            await().atMost(STARTS).until(() -> isArchived(cloud, "cars", liveCars));
            cloud.process().stop();
            delete(cloud.data().resolve("tail"));
            cloud.process().restart();

            assertThatTheArchiveShows(cloud, "people", livePeople.frames());
            assertThatTheArchiveShows(cloud, "cars", liveCars.frames());
        }
    }

    private static RecordingViewer watch(StandaloneCloud cloud, String device) {
        return await().atMost(STARTS)
                .ignoreExceptions()
                .until(
                        () -> RecordingViewer.watch(
                                cloud.streamer(), cloud.tokens().viewer("demo"), device, "from=start&speed=max"),
                        viewer -> true);
    }

    private static void assertThatAllIsSeen(RecordingViewer viewer, SourcePackets source) {
        await().atMost(STARTS).untilAsserted(() -> assertThat(viewer.count()).isGreaterThan(source.count()));
        Frames.assertOnceAndInOrder(viewer.frames());
        source.assertSameAs(viewer.frames());
    }

    /** Over all days that the footage reaches into, should it be pushed at midnight. */
    private static boolean isArchived(StandaloneCloud cloud, String device, RecordingViewer live) {
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().viewer("demo"));
        long archived = live.frames().stream()
                .mapToInt(SeenFrame::day)
                .distinct()
                .mapToLong(day -> rest.get("/v1/devices/" + device + "/days/" + new Day(day))
                        .body()
                        .path("frames")
                        .asLong())
                .sum();
        return archived >= live.count();
    }

    private static void assertThatTheArchiveShows(StandaloneCloud cloud, String device, List<SeenFrame> expected) {
        try (RecordingViewer viewer = watch(cloud, device)) {
            await().atMost(STARTS)
                    .untilAsserted(() -> assertThat(viewer.count()).isEqualTo(expected.size()));
            assertThat(viewer.frames()).isEqualTo(expected);
            assertThat(viewer.messages("position").get(0).path("source").asText())
                    .isEqualTo("archive");
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
