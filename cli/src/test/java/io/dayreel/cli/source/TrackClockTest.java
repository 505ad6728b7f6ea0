package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.SampleFormat;
import io.dayreel.protocol.frame.FrameFlags;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackClockTest {

    private final TrackClock clock = new TrackClock(0, Optional.empty(), track(640));

    @Test
    void theConfigurationComesAgainEveryTenMinutes() {
        List<CapturedFrame> first = clock.frames(sample(0), 0);
        List<CapturedFrame> before = clock.frames(sample(599_999), 0);
        List<CapturedFrame> after = clock.frames(sample(600_000), 0);

        assertThat(first).extracting(CapturedFrame::isConfiguration).containsExactly(true, false);
        assertThat(before).extracting(CapturedFrame::isConfiguration).containsExactly(false);
        assertThat(after).extracting(CapturedFrame::isConfiguration).containsExactly(true, false);
        assertThat(after.get(0).header().configuration()).isEqualTo(1);
    }

    @Test
    void changedParametersGetTheNextNumberAndTheSameOnesDoNot() {
        clock.frames(sample(0), 0);
        clock.continueWith(track(640));
        List<CapturedFrame> same = clock.frames(sample(40), 0);
        clock.continueWith(track(1280));
        List<CapturedFrame> changed = clock.frames(sample(80), 0);

        assertThat(same).hasSize(1);
        assertThat(changed).extracting(frame -> frame.header().configuration()).containsExactly(2, 2);
    }

    @Test
    void numbersGoRoundWithoutZero() {
        for (int i = 1; i <= 255; i++) {
            clock.continueWith(track(640 + i));
        }

        assertThat(clock.frames(sample(0), 0))
                .extracting(frame -> frame.header().configuration())
                .containsExactly(1, 1);
    }

    @Test
    void timeNeverGoesBackAndAnInterruptionIsMarkedOnce() {
        clock.frames(sample(1000), 0);
        clock.interrupt();
        CapturedFrame after = clock.frames(sample(900), 0).get(0);
        CapturedFrame later = clock.frames(sample(1040), 0).get(0);

        assertThat(after.timeMicros()).isEqualTo(1_000_000);
        assertThat(after.header().flags()).isEqualTo(FrameFlags.SYNC | FrameFlags.DISCONTINUITY);
        assertThat(later.header().flags()).isEqualTo(FrameFlags.SYNC);
    }

    private static MediaSample sample(long millis) {
        return new MediaSample(1, millis, 0, 40, true, new byte[] {1});
    }

    private static MediaTrack track(int width) {
        return new MediaTrack(
                1, MediaTrack.Kind.VIDEO, SampleFormat.H264, "avc1.42001E", width, 360, 0, 0, 1000, "und", new byte[7]);
    }
}
