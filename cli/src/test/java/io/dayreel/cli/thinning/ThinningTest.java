package io.dayreel.cli.thinning;

import static io.dayreel.cli.thinning.CodedPictures.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThinningTest {
    private final Notes notes = new Notes();

    private List<CapturedFrame> every(int n, List<CapturedFrame> frames) {
        return CodedPictures.through(new Thinning(n, false, notes), frames);
    }

    @Covers("D1")
    @Test
    void picturesThatNoOtherNeedsAreLeftOutAsFarAsAskedFor() {
        List<CapturedFrame> frames = CodedPictures.groups(4, 12, 3);

        List<CapturedFrame> third = every(3, frames);
        List<CapturedFrame> half = every(2, frames);

        assertThat(third).hasSize(frames.size() / 3);
        assertThat(half).hasSize(frames.size() / 2);
        assertThat(third).allMatch(frame -> !Pictures.isDisposable(frame));
        assertThat(notes.adapted).isEmpty();
    }

    @Covers("D1")
    @Test
    void wherePicturesBuildOnEachOtherOnlyKeyFramesGoOutAndThatIsSaidOnce() {
        List<CapturedFrame> frames = CodedPictures.groups(8, 10, 0);

        List<CapturedFrame> kept = every(3, frames);

        assertThat(CodedPictures.numbers(kept, frames))
                .containsExactly(LongStream.range(0, 8).map(i -> i * 10).boxed().toArray(Long[]::new));
        assertThat(notes.adapted).singleElement().asString().contains("one in about 10 pictures");
    }

    @Test
    void ofKeyFramesThoseThatComeNearestAreTaken() {
        List<CapturedFrame> frames = CodedPictures.groups(12, 10, 0);

        List<CapturedFrame> kept = every(28, frames);

        assertThat(CodedPictures.numbers(kept, frames)).containsExactly(0L, 30L, 60L, 90L);
    }

    @Test
    void picturesThatAreAllKeyFramesAreSimplyCounted() {
        List<CapturedFrame> frames = CodedPictures.groups(20, 1, 0);

        List<CapturedFrame> kept = every(5, frames);

        assertThat(CodedPictures.numbers(kept, frames)).containsExactly(0L, 5L, 10L, 15L);
    }

    @Covers("D1")
    @Test
    void whateverIsLeftOutEachPictureLastsUntilTheNextAndTheLastUntilTheEnd() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int group = 1 + random.nextInt(20);
            List<CapturedFrame> frames = CodedPictures.groups(2 + random.nextInt(6), group, random.nextInt(4));

            List<CapturedFrame> kept = every(1 + random.nextInt(40), frames);

            List<CapturedFrame> shown = CodedPictures.shown(kept);
            assertThat(Pictures.shownMicros(shown.get(0))).isEqualTo(Pictures.shownMicros(frames.get(0)));
            for (int i = 0; i + 1 < shown.size(); i++) {
                assertThat(Pictures.endMicros(shown.get(i)))
                        .as("seed %d", seed)
                        .isEqualTo(Pictures.shownMicros(shown.get(i + 1)));
            }
            List<CapturedFrame> all = CodedPictures.shown(frames);
            assertThat(Pictures.endMicros(shown.get(shown.size() - 1)))
                    .isEqualTo(Pictures.endMicros(all.get(all.size() - 1)));
            assertThat(kept).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
        }
    }

    @Test
    void aCameraThatCameBackGoesOnWithAMarkedKeyFrameAndNothingLastsOverThePause() {
        List<CapturedFrame> frames = CodedPictures.groups(4, 10, 0);
        List<CapturedFrame> broken = new ArrayList<>(frames.subList(0, 15));
        broken.add(CodedPictures.discontinuous(frames.get(20), 60_000_000));
        frames.subList(21, 40).forEach(frame -> broken.add(later(frame)));

        List<CapturedFrame> kept = every(20, broken);

        assertThat(kept).hasSize(2);
        assertThat(kept.get(0).header().durationMicros()).isEqualTo(15 * PICTURE);
        assertThat(Pictures.isDiscontinuous(kept.get(1))).isTrue();
        assertThat(kept.get(1).header().durationMicros()).isEqualTo(20 * PICTURE);
    }

    private static CapturedFrame later(CapturedFrame frame) {
        var header = frame.header();
        return new CapturedFrame(
                header.timed(
                        header.timeMicros() + 60_000_000, header.compositionOffsetMicros(), header.durationMicros()),
                frame.body(),
                frame.configuration());
    }

    @Test
    void soundIsLeftOutUnlessItIsWantedAndTelemetryGoesAlong() {
        List<CapturedFrame> frames = CodedPictures.merged(
                CodedPictures.groups(3, 25, 0),
                CodedPictures.others(FrameType.AUDIO, 1, 100, 21_333),
                CodedPictures.others(FrameType.TELEMETRY, 2, 3, 900_000));

        List<CapturedFrame> silent = every(5, frames);
        List<CapturedFrame> with = CodedPictures.through(new Thinning(5, true, notes), frames);

        assertThat(CodedPictures.of(silent, FrameType.AUDIO)).isEmpty();
        assertThat(CodedPictures.of(silent, FrameType.TELEMETRY)).hasSize(3);
        assertThat(CodedPictures.of(with, FrameType.AUDIO)).hasSize(100);
        assertThat(with).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
    }
}
