package io.dayreel.cli.thinning;

import static io.dayreel.cli.thinning.CodedPictures.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final long SECOND = 1_000_000;

    private final Notes notes = new Notes();

    private Windows windows(double seconds, double refresh) {
        return new Windows(
                new WindowPlan(
                        Duration.ofMillis(Math.round(seconds * 1000)), Duration.ofMillis(Math.round(refresh * 1000))),
                notes);
    }

    private static long micros(List<CapturedFrame> pictures) {
        return pictures.stream()
                .mapToLong(frame -> frame.header().durationMicros())
                .sum();
    }

    @Covers("D1")
    @Test
    void aWindowGoesOutAtOnceWhenItIsOverAndNothingBetweenIsLeftOut() {
        List<CapturedFrame> frames = CodedPictures.groups(9, 25, 2);
        Windows windows = windows(3, 3);
        List<List<CapturedFrame>> batches = new ArrayList<>();

        for (CapturedFrame frame : frames) {
            List<CapturedFrame> out = new ArrayList<>();
            windows.accept(frame, out::add);
            batches.add(out);
        }

        List<List<CapturedFrame>> sent =
                batches.stream().filter(out -> !out.isEmpty()).toList();
        assertThat(sent).hasSize(2).allSatisfy(window -> {
            assertThat(window).hasSize(75).noneMatch(Pictures::isDiscontinuous);
            assertThat(window.get(0).header().isSync()).isTrue();
        });
        assertThat(notes.adapted).isEmpty();
    }

    @Covers("D1")
    @Test
    void windowsWithPausesHaveExactlyTheirLengthBeginWithKeyFramesAndSayWhenTheyAreOver() {
        List<CapturedFrame> frames = CodedPictures.groups(31, 25, 2);

        List<CapturedFrame> out = CodedPictures.through(windows(3, 10), frames);

        assertThat(micros(CodedPictures.of(out, FrameType.VIDEO))).isEqualTo(3 * 3 * SECOND + SECOND);
        assertThat(CodedPictures.of(out, FrameType.VIDEO).stream().filter(Pictures::isDiscontinuous))
                .hasSize(3)
                .allMatch(frame -> frame.header().isSync());
        assertThat(CodedPictures.of(out, FrameType.EVENT))
                .extracting(event -> new String(event.body(), StandardCharsets.UTF_8))
                .containsExactly(
                        "{\"type\":\"dayreel.window\",\"seconds\":3.000000}",
                        "{\"type\":\"dayreel.window\",\"seconds\":3.000000}",
                        "{\"type\":\"dayreel.window\",\"seconds\":3.000000}",
                        "{\"type\":\"dayreel.window\",\"seconds\":1.000000}");
        assertThat(notes.adapted).isEmpty();
    }

    @Covers("D1")
    @Test
    void whateverGroupsAndLengthsEachWindowIsExactAndNothingIsMissingInIt() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int group = 1 + random.nextInt(60);
            List<CapturedFrame> frames = CodedPictures.groups(1 + 1500 / group, group, random.nextInt(4));
            double length = 0.2 + random.nextInt(40) / 10.0;
            double refresh = length + (1 + random.nextInt(80)) / 10.0;

            List<CapturedFrame> out = CodedPictures.through(windows(length, refresh), frames);

            for (List<CapturedFrame> window : windowsOf(out)) {
                List<CapturedFrame> shown = CodedPictures.shown(window);
                boolean last = shown.get(shown.size() - 1)
                        .equals(CodedPictures.shown(out).get(shownCount(out) - 1));
                assertThat(window.get(0).header().isSync()).as("seed %d", seed).isTrue();
                for (int i = 0; i + 1 < shown.size(); i++) {
                    assertThat(Pictures.endMicros(shown.get(i)))
                            .as("seed %d", seed)
                            .isEqualTo(Pictures.shownMicros(shown.get(i + 1)));
                }
                if (!last) {
                    assertThat(micros(window)).as("seed %d", seed).isEqualTo(Math.round(length * 1000) * 1000);
                }
            }
        }
    }

    private static int shownCount(List<CapturedFrame> out) {
        return CodedPictures.of(out, FrameType.VIDEO).size();
    }

    private static List<List<CapturedFrame>> windowsOf(List<CapturedFrame> out) {
        List<List<CapturedFrame>> windows = new ArrayList<>();
        for (CapturedFrame frame : CodedPictures.of(out, FrameType.VIDEO)) {
            if (windows.isEmpty() || Pictures.isDiscontinuous(frame)) {
                windows.add(new ArrayList<>());
            }
            windows.get(windows.size() - 1).add(frame);
        }
        return windows;
    }

    @Test
    void soundIsKeptInsideWindowsAndEventsAreNeverLost() {
        List<CapturedFrame> frames = CodedPictures.merged(
                CodedPictures.groups(20, 25, 0),
                CodedPictures.others(FrameType.AUDIO, 1, 900, 21_333),
                CodedPictures.others(FrameType.TELEMETRY, 2, 40, 500_000));

        List<CapturedFrame> out = CodedPictures.through(windows(3, 10), frames);

        assertThat(CodedPictures.of(out, FrameType.TELEMETRY)).hasSize(40);
        List<CapturedFrame> sound = CodedPictures.of(out, FrameType.AUDIO);
        assertThat(sound).allMatch(unit -> (unit.timeMicros() - CodedPictures.START) % (10 * SECOND) < 3 * SECOND);
        assertThat(sound).hasSizeBetween(280, 283);
        assertThat(sound.stream().filter(Pictures::isDiscontinuous)).hasSize(1);
        assertThat(out).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
    }

    @Test
    void soundAloneHasWindowsToo() {
        List<CapturedFrame> frames = CodedPictures.others(FrameType.AUDIO, 1, 2000, 20_000);

        List<CapturedFrame> out = CodedPictures.through(windows(2, 10), frames);

        assertThat(micros(CodedPictures.of(out, FrameType.AUDIO))).isEqualTo(4 * 2 * SECOND);
    }

    @Covers("D1")
    @Test
    void aCameraThatFailsEndsItsWindowAndTheNextBeginsWhenItIsBack() {
        List<CapturedFrame> frames = new ArrayList<>(CodedPictures.groups(1, 50, 0));
        frames.add(CodedPictures.discontinuous(CodedPictures.groups(2, 50, 0).get(50), 3 * SECOND));

        Windows windows = windows(4, 60);
        List<CapturedFrame> out = new ArrayList<>();
        frames.forEach(frame -> windows.accept(frame, out::add));

        assertThat(micros(CodedPictures.of(out, FrameType.VIDEO))).isEqualTo(2 * SECOND);
        assertThat(CodedPictures.of(out, FrameType.EVENT)).hasSize(1);
        List<CapturedFrame> more = new ArrayList<>();
        windows.finish(more::add);
        assertThat(more.get(0).header().isSync()).isTrue();
        assertThat(Pictures.isDiscontinuous(more.get(0))).isTrue();
    }

    @Test
    void windowsThatKeyFramesDoNotAllowAreSaidOnceWithWhatIsPossible() {
        CodedPictures.through(windows(1, 1), CodedPictures.groups(4, 100, 0));
        CodedPictures.through(windows(1, 2), CodedPictures.groups(4, 200, 0));

        assertThat(notes.adapted)
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("--window 1s: ").contains("it is 4s."),
                        note -> assertThat(note).startsWith("--refresh 2s: ").contains("it is 8s."));
    }

    @Test
    void aPlanThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new WindowPlan(Duration.ofSeconds(3), Duration.ofSeconds(2)))
                .hasMessageContaining("a window of 3s cannot be sent every 2s");
        assertThatThrownBy(() -> WindowPlan.gapless(Duration.ZERO)).hasMessageContaining("100ms to 1h");
    }

    @Test
    void theLastPictureOfAWindowThatIsCutWithinAGroupIsShownToItsEnd() {
        List<CapturedFrame> frames = CodedPictures.groups(3, 100, 3);

        List<CapturedFrame> window =
                windowsOf(CodedPictures.through(windows(1, 4), frames)).get(0);

        List<CapturedFrame> shown = CodedPictures.shown(window);
        assertThat(shown).hasSizeBetween(21, 25);
        assertThat(shown.get(shown.size() - 1).header().durationMicros()).isEqualTo((25 - shown.size() + 1) * PICTURE);
    }
}
