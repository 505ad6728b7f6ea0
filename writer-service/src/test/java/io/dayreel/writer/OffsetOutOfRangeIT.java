package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Gauge;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.junit.jupiter.api.Test;

class OffsetOutOfRangeIT extends WriterScene {
    @Test
    void aPartitionWhoseLogWasCutBeforeTheArchiveStopsLoudlyAndTheOthersGoOn() throws Exception {
        Footage cut = Footage.of("one", 100);
        Footage other = otherPartition(cut);
        WriterUnderTest first = start(Options.of("w1"));
        rig.produce(cut.stream(), cut.messages());
        rig.produce(cut.stream(), List.of(cut.end()));
        awaitAnnounced(cut, 101);
        await().atMost(PATIENCE).until(() -> committed(cut) == logEnd(cut));
        first.close();

        rig.produce(cut.stream(), cut.inRun(9).messages());
        rig.flush();
        rig.broker()
                .admin()
                .deleteRecords(Map.of(frames(cut), RecordsToDelete.beforeOffset(logEnd(cut) - 3)))
                .all()
                .get();
        WriterUnderTest second = startWithoutWaiting(Options.of("w1"), directory.resolve("second"));
        rig.produce(other.stream(), other.messages());
        rig.produce(other.stream(), List.of(other.end()));
        awaitAnnounced(other, 101);

        assertThat(second.problem("writer-partitions")).hasValueSatisfying(reason -> assertThat(reason)
                .contains(frames(cut).toString(), "outside of the log", "reset the offset"));
        assertThat(second.figures().get(Gauge.PARTITIONS_STOPPED)).isEqualTo(1);
        other.assertAllIn(archive.frames(other.stream()), true);
    }

    private Footage otherPartition(Footage than) {
        return IntStream.range(0, 100)
                .mapToObj(number -> Footage.of("other-" + number, 100))
                .filter(each -> rig.partitionOf(each.stream()) != rig.partitionOf(than.stream()))
                .findFirst()
                .orElseThrow();
    }
}
