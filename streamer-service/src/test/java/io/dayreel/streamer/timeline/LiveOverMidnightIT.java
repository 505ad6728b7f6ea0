package io.dayreel.streamer.timeline;

import static io.dayreel.protocol.frame.FrameType.AUDIO;
import static io.dayreel.protocol.frame.FrameType.END_OF_RUN;
import static io.dayreel.protocol.frame.FrameType.VIDEO;
import static io.dayreel.streamer.timeline.TestTimelines.FIRST_DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.timeline.TestTimelines.Place;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody at the live end sees when a device's tracks go over to the new day one after the other. */
class LiveOverMidnightIT {
    private static final long MIDNIGHT = 86_400_000_000L;
    private static final long SECOND = 1_000_000;
    private static final int OLD = 0;
    private static final int NEW = 1;

    @TempDir
    Path directory;

    private TestTimelines timelines;
    private final List<Optional<Gap>> gaps = new ArrayList<>();
    private long offset;

    @BeforeEach
    void open() throws IOException {
        timelines = new TestTimelines(directory);
    }

    @AfterEach
    void close() throws IOException {
        timelines.close();
    }

    @Test
    @Covers("B4")
    void picturesOfTheOldDayAreSeenAmongTheSoundOfTheNew() throws IOException {
        comes(VIDEO, OLD, 0, -SECOND);
        comes(AUDIO, OLD, 1, -SECOND / 2);
        FrameCursor cursor = timelines.openLive(new Place(OLD, 7, 0));
        List<String> seen = new ArrayList<>(seenNow(cursor));

        comes(AUDIO, NEW, 0, 0);
        seen.addAll(seenNow(cursor));
        comes(VIDEO, OLD, 2, SECOND);
        comes(AUDIO, NEW, 1, SECOND);
        seen.addAll(seenNow(cursor));
        comes(VIDEO, OLD, 3, 2 * SECOND);
        comes(VIDEO, NEW, 2, 3 * SECOND);
        comes(END_OF_RUN, OLD, 4, 3 * SECOND);
        comes(AUDIO, NEW, 3, 3 * SECOND);
        seen.addAll(seenNow(cursor));

        assertThat(seen)
                .containsExactly("0/0", "0/1", "1/0", "0/2", "1/1", "0/3", "0/4", "1/2", "1/3")
                .doesNotHaveDuplicates();
        assertThat(gaps).containsOnly(Optional.empty());
        assertThat(cursor.position()).isEqualTo(new TimelinePosition(FIRST_DAY.next(), 7, 4));
    }

    @Test
    void whatCameJustBeforeTheNewDayIsSeenBeforeIt() throws IOException {
        comes(VIDEO, OLD, 0, -SECOND);
        FrameCursor cursor = timelines.openLive(new Place(OLD, 7, 0));
        seenNow(cursor);

        comes(VIDEO, OLD, 1, -SECOND / 2);
        comes(VIDEO, NEW, 0, 0);
        List<String> seen = seenNow(cursor);

        assertThat(seen).containsExactly("0/1", "1/0");
        assertThat(gaps).containsOnly(Optional.empty());
    }

    @Test
    void framesLostAtMidnightAreToldForTheirOwnDay() throws IOException {
        comes(VIDEO, OLD, 0, -SECOND);
        FrameCursor cursor = timelines.openLive(new Place(OLD, 7, 0));
        seenNow(cursor);

        comes(AUDIO, NEW, 0, 0);
        seenNow(cursor);
        comes(VIDEO, OLD, 3, SECOND);
        seenNow(cursor);

        Gap gap = gaps.get(gaps.size() - 1).orElseThrow();
        assertThat(gap.day()).isEqualTo(FIRST_DAY);
        assertThat(gap.missing().first()).isEqualTo(1);
        assertThat(gap.missing().last()).isEqualTo(2);
    }

    @Test
    void whatIsSentLateOfADayThatBrokeOffIsNotLive() throws IOException {
        comes(VIDEO, OLD, 0, -600 * SECOND);
        FrameCursor cursor = timelines.openLive(new Place(OLD, 7, 0));
        seenNow(cursor);

        comes(VIDEO, NEW, 0, 10 * SECOND);
        List<String> afterThePause = seenNow(cursor);
        comes(VIDEO, OLD, 1, -599 * SECOND);
        comes(VIDEO, NEW, 1, 11 * SECOND);
        List<String> seen = seenNow(cursor);

        assertThat(afterThePause).containsExactly("1/0");
        assertThat(seen).containsExactly("1/1");
    }

    @Test
    void thePastIsSeenDayByDay() throws IOException {
        comes(VIDEO, OLD, 0, -SECOND);
        comes(AUDIO, NEW, 0, 0);
        comes(VIDEO, OLD, 1, SECOND);
        comes(VIDEO, NEW, 1, 2 * SECOND);
        comes(END_OF_RUN, OLD, 2, 2 * SECOND);

        List<String> seen = seenNow(timelines.open(new Random(0)));

        assertThat(seen).containsExactly("0/0", "0/1", "0/2", "1/0", "1/1");
    }

    private void comes(FrameType type, int day, long counter, long microsToMidnight) throws IOException {
        timelines.hold(List.of(TestTimelines.frame(type, day, 7, counter, MIDNIGHT + microsToMidnight, offset++)));
    }

    /** Day and counter of what is there to be seen. */
    private List<String> seenNow(FrameCursor cursor) {
        List<String> seen = new ArrayList<>();
        while (cursor.advance() == FrameCursor.Step.FRAME) {
            FrameView frame = cursor.frame();
            gaps.add(cursor.gap());
            assertThat(cursor.day().number()).isEqualTo(frame.day());
            seen.add(frame.day() - FIRST_DAY.number() + "/" + frame.counter());
        }
        return seen;
    }
}
