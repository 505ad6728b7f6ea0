package io.dayreel.systemtests.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.camera.Camera;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be true of the frames that a viewer got. */
public final class Frames {
    private Frames() {}

    /** Each frame of the range once, in order, byte for byte what the camera made. */
    public static void assertExactly(List<SeenFrame> seen, Camera camera, long first, long last) {
        assertOnceAndInOrder(seen);
        Map<Long, SeenFrame> byCounter = new HashMap<>();
        seen.stream()
                .filter(frame -> frame.run() == camera.run())
                .forEach(frame -> byCounter.put(frame.counter(), frame));
        for (long counter = first; counter <= last; counter++) {
            SeenFrame frame = byCounter.remove(counter);
            assertThat(frame).as("frame %d of %s", counter, camera.stream()).isNotNull();
            assertThat(frame.message())
                    .as("bytes of frame %d", counter)
                    .isEqualTo(SeenFrame.sha256(camera.expectedFrame(counter)));
        }
        assertThat(byCounter).as("frames that nobody asked for").isEmpty();
    }

    /** No frame twice; counters rise within a run; a run that was left does not come back. */
    public static void assertOnceAndInOrder(List<SeenFrame> seen) {
        Set<Long> runsLeft = new HashSet<>();
        long currentRun = -1;
        long lastCounter = -1;
        for (SeenFrame frame : seen) {
            long run = (long) frame.day() << 16 | frame.run();
            if (run != currentRun) {
                assertThat(runsLeft).as("run %d comes back", frame.run()).doesNotContain(run);
                runsLeft.add(currentRun);
                currentRun = run;
                lastCounter = -1;
            }
            assertThat(frame.counter()).as("counter within run %d", frame.run()).isGreaterThan(lastCounter);
            lastCounter = frame.counter();
        }
    }
}
