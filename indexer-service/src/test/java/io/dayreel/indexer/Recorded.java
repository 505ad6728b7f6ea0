package io.dayreel.indexer;

import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.segment.ClosedSegment;
import io.dayreel.protocol.segment.SegmentHeader;
import io.dayreel.protocol.segment.SegmentWriter;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.SegmentKey;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.camera.CameraSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Real segments of a simulated camera, stored as the writer stores them. */
final class Recorded {
    private Recorded() {}

    static Camera camera(String tenant, String device, String day) {
        return Camera.of(CameraSettings.of(tenant, device, day)
                .withVideo(10, 200_000, 2)
                .withData(Duration.ofMillis(500), Duration.ofMillis(200)));
    }

    /** Stores a segment with these frames. @return its announcement, not yet sent */
    static SegmentRecord.Announced segment(ObjectStore store, Camera camera, long first, long last, long receivedMillis)
            throws IOException {
        Path file = Files.createTempDirectory("recorded").resolve("segment");
        FrameView view = new FrameView();
        SegmentHeader header = new SegmentHeader(camera.stream(), Instant.ofEpochMilli(receivedMillis), "test");
        try (SegmentWriter writer = new SegmentWriter(file, header, List.of())) {
            for (long counter = first; counter <= last; counter++) {
                byte[] frame = camera.expectedFrame(counter);
                writer.append(view.wrap(frame, 0, frame.length));
            }
            writer.batch(receivedMillis, "topic", 0, first);
            ClosedSegment closed = writer.finish(List.of());
            String key = SegmentKey.of(
                            camera.stream(),
                            closed.summary().first(),
                            closed.summary().root().bytes())
                    .toString();
            store.put(key, file);
            return SegmentAnnouncement.of(closed.summary(), key, "size", "test", receivedMillis);
        }
    }
}
