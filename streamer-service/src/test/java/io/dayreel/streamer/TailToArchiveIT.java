package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One timeline out of tail and archive, on a real broker and real segments. */
class TailToArchiveIT {
    private static final DeviceId CAM = new DeviceId("demo", "cam");

    @TempDir
    Path directory;

    private final Camera camera = Camera.of("demo", "cam", "2026-11-21");
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
    @Covers({"B4", "A5"})
    void aViewerGoesFromArchiveIntoTailIntoLiveWithEveryFrameOnce() {
        cloud.send(camera.stream(), camera.sends(0, 299), 7);
        cloud.archive(camera.stream());
        cloud.send(camera.stream(), camera.sends(300, 399), 3);
        try (TestStreamer streamer = new TestStreamer(cloud).ready();
                TestViewer viewer = streamer.watch(CAM, "start")) {

            viewer.awaitFrames(400).awaitMessage(ViewerMessage.Live.class);
            cloud.send(camera.stream(), camera.sends(400, 449), 1);
            viewer.awaitFrames(450);

            assertThat(viewer.counters())
                    .isEqualTo(LongStream.range(0, 450).boxed().toList());
            assertThat(viewer.frames()).allSatisfy(frame -> assertThat(frame.bytes())
                    .isEqualTo(camera.expectedFrame(frame.header().counter())));
            assertThat(viewer.messages(ViewerMessage.Gap.class)).isEmpty();
        }
    }
}
