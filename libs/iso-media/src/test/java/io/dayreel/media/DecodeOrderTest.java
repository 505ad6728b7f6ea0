package io.dayreel.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DecodeOrderTest {
    private final DecodeOrder<Frame> order = new DecodeOrder<>(Frame::track, Frame::time);

    private record Frame(int track, long time) {}

    private static List<Frame> polled(DecodeOrder<Frame> order) {
        List<Frame> all = new ArrayList<>();
        for (Optional<Frame> next = order.poll(); next.isPresent(); next = order.poll()) {
            all.add(next.get());
        }
        return all;
    }

    @Property
    void tracksThatAreOutOfStepByASampleComeOutInOrderOfTime(
            @ForAll @IntRange(min = 1, max = 5) int tracks, @ForAll long seed) {
        Random random = new Random(seed);
        List<Frame> sent = new ArrayList<>();
        for (int track = 0; track < tracks; track++) {
            long time = random.nextInt(50);
            for (int i = 0; i < 40; i++, time += 1 + random.nextInt(30)) {
                sent.add(new Frame(track, time));
            }
        }
        List<Frame> written = new ArrayList<>(sent);
        written.sort(Comparator.comparingLong(frame -> frame.time() + frame.track() * 7L));

        DecodeOrder<Frame> sorting = new DecodeOrder<>(Frame::track, Frame::time);
        sorting.expect(tracks);
        List<Frame> got = new ArrayList<>();
        for (Frame frame : written) {
            sorting.add(frame);
            got.addAll(polled(sorting));
        }
        sorting.finish();
        got.addAll(polled(sorting));

        sent.sort(Comparator.comparingLong(Frame::time).thenComparingInt(Frame::track));
        assertThat(got).containsExactlyElementsOf(sent);
    }

    @Test
    void aTrackOfWhichNothingComesHoldsOthersUpForAWhileOnly() {
        order.expect(2);
        List<Frame> got = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            order.add(new Frame(0, i));
            got.addAll(polled(order));
            assertThat(i - got.size()).isLessThan(64);
        }
        assertThat(got).hasSizeGreaterThan(30);

        order.finish();
        got.addAll(polled(order));

        assertThat(got).hasSize(100);
    }

    @Test
    void theLeadingTracksFirstFrameGoesBeforeEarlierOnesOnce() {
        order.expect(2);
        order.beginWith(0);
        order.add(new Frame(1, 5));
        order.add(new Frame(1, 15));
        assertThat(order.isReady()).isFalse();
        order.add(new Frame(0, 10));
        order.add(new Frame(0, 20));
        assertThat(order.earliestTime()).isEqualTo(5);
        order.finish();

        assertThat(polled(order)).extracting(Frame::time).containsExactly(10L, 5L, 15L, 20L);
    }
}
