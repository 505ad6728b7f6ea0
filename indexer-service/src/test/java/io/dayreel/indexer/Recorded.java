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
public final class Recorded {
    private Recorded() {}

    public static Camera camera(String tenant, String device, String day) {
        return Camera.of(CameraSettings.of(tenant, device, day)
                .withVideo(10, 200_000, 2)
                .withData(Duration.ofMillis(500), Duration.ofMillis(200)));
    }

    /** Stores a segment with these frames. @return its announcement, not yet sent */
    public static SegmentRecord.Announced segment(
            ObjectStore store, Camera camera, long first, long last, long receivedMillis) throws IOException {
        return segment(store, camera, new Frames(first, last, "topic"), receivedMillis);
    }

    /** Which frames, and of which topic's records {@code first} to {@code last} they were made. */
    record Frames(long first, long last, String topicId) {}

    /** As above, of records of a topic. */
    static SegmentRecord.Announced segment(ObjectStore store, Camera camera, Frames frames, long receivedMillis)
            throws IOException {
        Path file = Files.createTempDirectory("recorded").resolve("segment");
        FrameView view = new FrameView();
        SegmentHeader header = new SegmentHeader(camera.stream(), Instant.ofEpochMilli(receivedMillis), "test");
        try (SegmentWriter writer = new SegmentWriter(file, header, List.of())) {
            for (long counter = frames.first; counter <= frames.last; counter++) {
                byte[] frame = camera.expectedFrame(counter);
                writer.append(view.wrap(frame, 0, frame.length));
            }
            writer.batch(receivedMillis, frames.topicId, 0, frames.last);
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
