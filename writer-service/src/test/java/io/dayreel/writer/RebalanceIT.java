package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.testkit.Covers;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Gauge;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RebalanceIT extends WriterScene {
    private static final int DEVICES = 6;
    private static final int FRAMES = 450;

    @Override
    int partitions() {
        return 4;
    }

    @Covers("C10")
    @Test
    void whenASecondWriterJoinsAndTheFirstLeavesInMidStreamNothingIsMissingAndNothingAnnouncedTwice() {
        List<Footage> cameras = IntStream.range(0, DEVICES)
                .mapToObj(number -> Footage.of("camera-" + number, FRAMES))
                .toList();

        WriterUnderTest first = start(Options.of("w1"));
        produce(cameras, 0, 149);
        await().atMost(PATIENCE).until(() -> !archive.announcements().isEmpty());
        WriterUnderTest second = startWithoutWaiting(Options.of("w2"), directory.resolve("second"));
        produce(cameras, 150, 299);
        await().atMost(PATIENCE).until(() -> second.figures().get(Gauge.PARTITIONS) == 2 && second.isReady());
        first.close();
        produce(cameras, 300, FRAMES - 1);
        cameras.forEach(each -> rig.produce(each.stream(), List.of(each.end())));
        cameras.forEach(each -> awaitAnnounced(each, FRAMES + 1));

        cameras.forEach(each -> each.assertAllIn(archive.frames(each.stream()), true));
        assertThat(archive.announcements())
                .extracting(SegmentRecord.Announced::writer)
                .contains("w1", "w2");
    }

    private void produce(List<Footage> cameras, long first, long last) {
        cameras.forEach(each -> rig.produce(each.stream(), each.messages(first, last)));
    }
}
