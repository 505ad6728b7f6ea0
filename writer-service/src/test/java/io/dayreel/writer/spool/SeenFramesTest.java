package io.dayreel.writer.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.writer.spool.SeenFrames.Sighting;
import org.junit.jupiter.api.Test;

class SeenFramesTest {
    private final Camera camera = Camera.of("demo", "one", "2026-11-21");
    private final SeenFrames seen = new SeenFrames();

    private Sighting sightAndStore(byte[] frame) {
        FrameView view = new FrameView().wrap(frame, 0, frame.length);
        Sighting sighting = seen.sight(view);
        if (sighting != Sighting.REPEAT) {
            seen.stored(view, sighting);
        }
        return sighting;
    }

    @Test
    void theSameBytesAreARepeatAndOtherBytesAConflictOnceEach() {
        assertThat(sightAndStore(camera.expectedFrame(7))).isEqualTo(Sighting.NEW);
        assertThat(sightAndStore(camera.expectedFrame(7))).isEqualTo(Sighting.REPEAT);
        assertThat(sightAndStore(camera.conflictingFrame(7))).isEqualTo(Sighting.CONFLICT);
        assertThat(sightAndStore(camera.conflictingFrame(7))).isEqualTo(Sighting.REPEAT);
        assertThat(sightAndStore(camera.inRun(1).expectedFrame(7))).isEqualTo(Sighting.NEW);
    }

    @Test
    void framesAreRememberedUntilTheSegmentAfterTheirsIsClosed() {
        for (long counter = 0; counter < 5_000; counter++) {
            assertThat(sightAndStore(camera.expectedFrame(counter))).isEqualTo(Sighting.NEW);
        }

        seen.nextSegment();
        assertThat(sightAndStore(camera.expectedFrame(4_999))).isEqualTo(Sighting.REPEAT);
        seen.nextSegment();
        assertThat(sightAndStore(camera.expectedFrame(4_999))).isEqualTo(Sighting.NEW);
    }
}
