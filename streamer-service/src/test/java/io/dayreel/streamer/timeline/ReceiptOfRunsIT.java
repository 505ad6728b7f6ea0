package io.dayreel.streamer.timeline;

import static io.dayreel.streamer.timeline.TestTimelines.CAM;
import static io.dayreel.streamer.timeline.TestTimelines.FIRST_DAY;
import static io.dayreel.streamer.timeline.TestTimelines.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.timeline.TestTimelines.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run's newest frame was received, by which it is told whether the run still grows. */
class ReceiptOfRunsIT {
    private static final Sent FIRST = sent(0, 1, List.of(0L, 1L), 3);
    private static final Sent SECOND = sent(0, 1, List.of(4L, 5L), 7);
    private static final Sent LATE = sent(0, 1, List.of(2L, 3L), 9);

    @TempDir
    Path directory;

    @Test
    void theNewestFramesReceiptIsKnownUntilItIsArchived() throws IOException {
        assertThat(received(List.of(), List.of(FIRST, SECOND))).hasValue(1007);
        assertThat(received(List.of(FIRST), List.of(FIRST, SECOND))).hasValue(1007);
        assertThat(received(List.of(FIRST, SECOND), List.of(FIRST, SECOND))).isEmpty();
        assertThat(received(List.of(FIRST, SECOND), List.of())).isEmpty();
    }

    @Test
    void aFrameThatHealsAHoleDoesNotMakeARunGrow() throws IOException {
        assertThat(received(List.of(), List.of(FIRST, SECOND, LATE))).hasValue(1007);
        assertThat(received(List.of(FIRST, SECOND), List.of(LATE))).isEmpty();
    }

    /** @param held in the tail; received a second and as many milliseconds as their offset says after 1970 */
    private OptionalLong received(List<Sent> archived, List<Sent> held) throws IOException {
        Path place = directory.resolve(archived.size() + "-" + held.size());
        try (TestTimelines timelines = new TestTimelines(place)) {
            timelines.archive(archived, new Random(1));
            timelines.hold(held);
            List<RecordedRun> runs = new StreamIndex(timelines.timeline(new Random(1))).recording(CAM, FIRST_DAY);
            assertThat(runs).hasSize(1);
            return runs.get(0).receivedMillis();
        }
    }
}
