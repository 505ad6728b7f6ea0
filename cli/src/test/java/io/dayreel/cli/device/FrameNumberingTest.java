package io.dayreel.cli.device;

import static io.dayreel.cli.device.Captures.picture;
import static io.dayreel.cli.device.Captures.reading;
import static io.dayreel.cli.device.Captures.sound;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameNumberingTest {
    private static final Day SATURDAY = Day.parse("2026-11-21");
    private static final Day SUNDAY = Day.parse("2026-11-22");

    private final Set<RunId> taken = new HashSet<>();
    private final FrameNumbering numbering = new FrameNumbering(this::take);

    private RunId take(Day day, int wanted) {
        RunId candidate = new RunId(day, wanted);
        while (!taken.add(candidate)) {
            candidate = new RunId(day, candidate.run() + 1);
        }
        return candidate;
    }

    private List<NumberedFrame> number(CapturedFrame... frames) {
        List<NumberedFrame> numbered = new ArrayList<>();
        for (CapturedFrame frame : frames) {
            numbered.addAll(numbering.number(frame));
        }
        return numbered;
    }

    @Covers("A4")
    @Test
    void allTracksShareOneCounterFromZeroAndTheRunIsNamedAfterTheSecondOfTheDay() {
        List<NumberedFrame> numbered = number(
                picture("2026-11-21T10:00:01Z", true), sound("2026-11-21T10:00:01Z"), reading("2026-11-21T10:00:02Z"));

        assertThat(numbered).extracting(NumberedFrame::counter).containsExactly(0L, 1L, 2L, 3L);
        assertThat(numbered).extracting(NumberedFrame::run).containsOnly(new RunId(SATURDAY, 18_000));
        assertThat(numbered.get(0).header().type()).isEqualTo(FrameType.CONFIGURATION);
    }

    @Test
    void aTrackGoesOverToTheNewDayAtItsFirstKeyFrameAfterMidnight() {
        List<NumberedFrame> numbered = number(
                picture("2026-11-21T23:59:59.9Z", true),
                sound("2026-11-21T23:59:59.95Z"),
                picture("2026-11-22T00:00:00Z", false),
                sound("2026-11-22T00:00:00.1Z"),
                picture("2026-11-22T00:00:00.2Z", false),
                picture("2026-11-22T00:00:01.5Z", true));

        List<NumberedFrame> saturday = numbered.stream()
                .filter(frame -> frame.run().day().equals(SATURDAY))
                .toList();
        List<NumberedFrame> sunday = numbered.stream()
                .filter(frame -> frame.run().day().equals(SUNDAY))
                .toList();
        assertThat(saturday)
                .extracting(frame -> frame.header().type())
                .containsExactly(
                        FrameType.CONFIGURATION,
                        FrameType.VIDEO,
                        FrameType.AUDIO,
                        FrameType.VIDEO,
                        FrameType.VIDEO,
                        FrameType.END_OF_RUN);
        assertThat(sunday)
                .extracting(frame -> frame.header().type())
                .containsExactly(FrameType.AUDIO, FrameType.CONFIGURATION, FrameType.VIDEO);
        assertThat(sunday).extracting(NumberedFrame::counter).containsExactly(0L, 1L, 2L);
        assertThat(sunday.get(0).run().run()).isZero();
    }

    @Test
    void theEndOfADaysRunSaysWhyAndHowManyFramesWentBefore() {
        List<NumberedFrame> numbered = number(
                reading("2026-11-21T23:59:58Z"), reading("2026-11-21T23:59:59Z"), reading("2026-11-22T00:00:00Z"));

        NumberedFrame end =
                numbered.stream().filter(NumberedFrame::endsRun).findFirst().orElseThrow();
        assertThat(end.counter()).isEqualTo(2);
        assertThat(end.run().day()).isEqualTo(SATURDAY);
        assertThat(new String(end.body(), StandardCharsets.UTF_8)).isEqualTo("{\"reason\":\"day\"}");
        assertThat(end.header().flags() & FrameFlags.LAST_RUN_OF_DAY).isNotZero();
    }

    @Covers("A9")
    @Test
    void aDayThatIsSealedEndsWithTheFlagOfItsLastRunAndAnOrdinaryEndDoesNot() {
        number(reading("2026-11-21T10:00:00Z"));
        NumberedFrame ordinary = numbering.end("input-end").get(0);
        number(reading("2026-11-21T11:00:00Z"), reading("2026-11-21T11:00:01Z"));

        NumberedFrame last = numbering.endDay("input-end").get(0);

        assertThat(ordinary.header().flags() & FrameFlags.LAST_RUN_OF_DAY).isZero();
        assertThat(last.header().flags() & FrameFlags.LAST_RUN_OF_DAY).isNotZero();
        assertThat(last.counter()).isEqualTo(2);
        assertThat(numbering.endDay("input-end")).isEmpty();
    }

    @Test
    void aClockThatGoesBackByMoreThanASecondBeginsANewRun() {
        List<NumberedFrame> numbered = number(
                reading("2026-11-21T10:00:10Z"), reading("2026-11-21T10:00:02Z"), reading("2026-11-21T10:00:03Z"));

        assertThat(numbered)
                .extracting(frame -> frame.run().run() + ":" + frame.counter())
                .containsExactly("18005:0", "18005:1", "18001:0", "18001:1");
        assertThat(new String(numbered.get(1).body(), StandardCharsets.UTF_8)).contains("clock");
    }

    @Test
    void aTimeThatGoesBackALittleIsHeldWithinItsRun() {
        List<NumberedFrame> numbered = number(reading("2026-11-21T10:00:10Z"), reading("2026-11-21T10:00:09.5Z"));

        assertThat(numbered)
                .extracting(frame -> frame.header().timeMicros())
                .containsOnly(Captures.micros("2026-11-21T10:00:10Z"));
    }

    @Test
    void twoRunsThatBeginInTheSameTwoSecondsGetDifferentNumbers() {
        number(reading("2026-11-21T10:00:00Z"));
        numbering.end("input-end");
        List<NumberedFrame> second = number(reading("2026-11-21T10:00:01Z"));

        assertThat(second.get(0).run()).isEqualTo(new RunId(SATURDAY, 18_001));
        assertThat(second.get(0).counter()).isZero();
    }

    @Test
    void aConfigurationComesAgainInEveryRunAndEveryTenMinutesAtAKeyFrame() {
        List<NumberedFrame> numbered = number(
                picture("2026-11-21T10:00:00Z", true),
                picture("2026-11-21T10:09:59Z", true),
                picture("2026-11-21T10:10:00Z", false),
                picture("2026-11-21T10:10:01Z", true));

        assertThat(numbered)
                .extracting(frame -> frame.header().type())
                .containsExactly(
                        FrameType.CONFIGURATION,
                        FrameType.VIDEO,
                        FrameType.VIDEO,
                        FrameType.VIDEO,
                        FrameType.CONFIGURATION,
                        FrameType.VIDEO);
    }

    @Test
    void whatComesAfterARenumberingGoesOnInTheOtherRun() {
        number(reading("2026-11-21T10:00:00Z"), reading("2026-11-21T10:00:01Z"));
        RunId other = new RunId(SATURDAY, 20_000);

        numbering.renumber(new RunId(SATURDAY, 18_000), other, 1);
        List<NumberedFrame> next = number(reading("2026-11-21T10:00:02Z"));

        assertThat(next.get(0).run()).isEqualTo(other);
        assertThat(next.get(0).counter()).isEqualTo(1);
    }
}
