package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.testkit.s3.S3Fault;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Count;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierConfigurationsIT extends WriterScene {
    private static final long FRAMES = 300;

    @Test
    void theNextWriterInMidRunPutsTheConfigurationIntoItsSegmentsThoughTheDeviceDoesNotSendItAgain() {
        Footage footage = Footage.of("one", FRAMES);
        stopAWriterInMidRun(footage);

        WriterUnderTest next = start(Options.of("w2"));
        rig.produce(footage.stream(), footage.messages(120, FRAMES - 1));
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, FRAMES + 1);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThat(archive.announcements()).extracting(each -> each.writer()).contains("w1", "w2");
        assertThat(archive.announcements())
                .allSatisfy(each -> assertThat(each.configurations()).isNotEmpty());
        assertThat(next.figures().get(Count.CONFIGURATIONS_LACKING)).isZero();
    }

    @Test
    void aStoreThatIsAwayHoldsUpNoConsumptionAndTheLackIsCounted() {
        Footage footage = Footage.of("one", FRAMES);
        stopAWriterInMidRun(footage);

        WriterUnderTest next = start(Options.of("w2"));
        s3.fault(new S3Fault.Unavailable());
        rig.produce(footage.stream(), footage.messages(120, FRAMES - 1));
        rig.produce(footage.stream(), List.of(footage.end()));
        await().atMost(PATIENCE).until(() -> next.figures().get(Count.CONFIGURATIONS_LACKING) > 0);
        await().atMost(PATIENCE).until(() -> next.figures().get(Count.FRAMES_SPOOLED) >= FRAMES - 120 + 1);

        s3.heal();
        awaitAnnounced(footage, FRAMES + 1);
        footage.assertAllIn(archive.frames(footage.stream()), true);
    }

    /** What it had not stored is replayed; the configurations came before that. */
    private void stopAWriterInMidRun(Footage footage) {
        WriterUnderTest first = start(Options.of("w1"));
        rig.produce(footage.stream(), footage.messages(0, 119));
        await().atMost(PATIENCE).until(() -> archive.announcements().size() == 1 && committed(footage) > 0);
        first.close();
    }
}
