package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.MediaSample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 25 pictures a second. */
class BacklogTest {
    private static final int PICTURE_MILLIS = 40;

    private final Backlog backlog = new Backlog();
    private int pictures;

    @Test
    void aBurstIsOverWhenPicturesComeAtTheirPaceAndNotWhenTheMachineWasBusyInTheMiddleOfIt() {
        for (int i = 0; i < 20; i++) {
            assertThat(arrives(i < 10 ? 0 : 80)).isFalse();
        }

        int behind = 0;
        boolean over = false;
        while (!over) {
            behind++;
            over = arrives(80 + behind * PICTURE_MILLIS);
        }

        assertThat(behind).isBetween(2, 5);
        assertThat(backlog.drain()).hasSize(20 + behind);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void theLastPicturesDelayIsThatBeyondTheFastestOne() {
        arrives(0);
        arrives(PICTURE_MILLIS);
        arrives(2 * PICTURE_MILLIS + 30);

        assertThat(backlog.lastDelayMicros()).isEqualTo(30_000);
    }

    @Test
    void aCameraOfOnePictureASecondWaitsForItsSecondOne() {
        assertThat(backlog.addAndSeeWhetherItIsTheLast(sample(), 0, 0)).isFalse();
        assertThat(backlog.addAndSeeWhetherItIsTheLast(sample(), 1_000_000, TimeUnit.SECONDS.toNanos(1)))
                .isTrue();
    }

    @Test
    void whatIsHeldIsBounded() {
        int held = 1;
        while (!arrives(0)) {
            held++;
        }

        assertThat(held).isEqualTo(2048);
    }

    private boolean arrives(int millis) {
        long media = TimeUnit.MILLISECONDS.toMicros((long) pictures * PICTURE_MILLIS);
        pictures++;
        return backlog.addAndSeeWhetherItIsTheLast(sample(), media, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static MediaSample sample() {
        return new MediaSample(1, 0, 0, PICTURE_MILLIS, true, new byte[10]);
    }
}
