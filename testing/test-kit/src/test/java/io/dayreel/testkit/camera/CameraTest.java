package io.dayreel.testkit.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraTest {
    private final Camera camera = Camera.of("acme", "gate", "2026-03-01");

    @Test
    void everyMessageHoldsWholeValidFramesAndTheSameCameraMakesThemAgain() {
        Camera twin = Camera.of("acme", "gate", "2026-03-01");
        List<Long> seen = new ArrayList<>();

        for (byte[] message : camera.sends(0, 999).messages(7)) {
            FrameMessage.forEach(new FrameView(), message, 0, message.length, frame -> {
                seen.add(frame.counter());
                assertThat(frame.messageBytes()).isEqualTo(twin.expectedFrame(frame.counter()));
            });
        }

        assertThat(seen).hasSize(1000).startsWith(0L).endsWith(999L).isSorted();
    }

    @Test
    void aMinuteHasTheSizeAndRhythmOfItsSettingsAndStartsWithItsConfigurations() {
        Map<FrameType, Integer> frames = new HashMap<>();
        Map<FrameType, Long> bytes = new HashMap<>();
        long minute = camera.framesIn(Duration.ofMinutes(1));
        FrameView view = new FrameView();

        for (long counter = 0; counter < minute; counter++) {
            byte[] frame = camera.expectedFrame(counter);
            view.wrap(frame, 0, frame.length);
            frames.merge(view.type(), 1, Integer::sum);
            bytes.merge(view.type(), (long) view.bodyLength(), Long::sum);
        }

        assertThat(frames)
                .containsEntry(FrameType.VIDEO, 1500)
                .containsEntry(FrameType.AUDIO, 3000)
                .containsEntry(FrameType.TELEMETRY, 60)
                .containsEntry(FrameType.EVENT, 3)
                .containsEntry(FrameType.CONFIGURATION, 2);
        assertThat(bytes.get(FrameType.VIDEO) * 8 / 60.0).isBetween(1_900_000.0, 2_100_000.0);
        assertThat(camera.header(0).type()).isEqualTo(FrameType.CONFIGURATION);
        assertThat(camera.header(1).isSync()).isTrue();
    }

    @Test
    void timeNeverGoesBackUnlessTheCameraLiesAboutIt() {
        Camera liar = camera.liesAboutTime(500, Duration.ofSeconds(-30));

        for (long counter = 1; counter < 6000; counter++) {
            assertThat(camera.timeMicros(counter)).isGreaterThanOrEqualTo(camera.timeMicros(counter - 1));
        }

        assertThat(liar.timeMicros(499)).isEqualTo(camera.timeMicros(499));
        assertThat(liar.timeMicros(500)).isEqualTo(camera.timeMicros(500) - 30_000_000);
    }

    @Test
    void aSendingLosesRepeatsAndReordersWhatItIsTold() {
        Sending sending = camera.sends(0, 99).loses(40, 44).repeats(10, 11);

        assertThat(sending.counters()).hasSize(97).doesNotContain(40L, 44L).containsSubsequence(10L, 10L, 11L, 11L);
        assertThat(sending.reorders(8).counters())
                .isNotEqualTo(sending.counters())
                .containsExactlyInAnyOrderElementsOf(sending.counters());
        assertThat(sending.then(camera.resends(40, 44)).counters()).endsWith(40L, 41L, 42L, 43L, 44L);
    }

    @Test
    void aConflictingFrameHasTheSameHeaderAndOtherBytes() {
        byte[] conflicting = camera.conflictingFrame(12);
        FrameView view = new FrameView().wrap(conflicting, 0, conflicting.length);

        assertThat(view.hasValidCrc()).isTrue();
        assertThat(view.header()).isEqualTo(camera.header(12));
        assertThat(conflicting).isNotEqualTo(camera.expectedFrame(12));
    }

    @Test
    void anEndOfRunCarriesTheNumberOfFramesBeforeIt() {
        byte[] end = camera.endOfRun(100, "input-end");

        FrameView view = new FrameView().wrap(end, 0, end.length).checkCrc();
        assertThat(view.type()).isEqualTo(FrameType.END_OF_RUN);
        assertThat(view.counter()).isEqualTo(100);
    }
}
