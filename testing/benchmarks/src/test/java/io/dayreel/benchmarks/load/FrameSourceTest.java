package io.dayreel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSourceTest {
    private static final int DAY = 20_000;
    private static final int RUN = 7;

    private final FrameSource source = new FrameSource(500_000);

    @Test
    void messagesAcrossAMinuteHoldEveryFrameOnceWithItsOwnCounterTimeAndChecksum() {
        List<Long> counters = new ArrayList<>();
        List<Long> times = new ArrayList<>();

        for (long message = 1190; message < 1210; message++) {
            byte[] bytes = source.message(DAY, RUN, message);
            FrameMessage.forEach(new FrameView(), bytes, 0, bytes.length, frame -> {
                assertThat(frame.hasValidCrc()).isTrue();
                counters.add(frame.counter());
                times.add(frame.timeMicros());
            });
        }

        assertThat(counters).startsWith(source.firstCounter(1190)).endsWith(source.firstCounter(1210) - 1);
        assertThat(counters)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(Math.toIntExact(source.firstCounter(1210) - source.firstCounter(1190)));
        assertThat(times).isSorted().allMatch(time -> time >= (DAY * 86_400L + 14 + 59) * 1_000_000);
    }

    @Test
    void aFrameIsFoundInTheMessageThatHoldsIt() {
        for (long message = 1150; message < 1250; message++) {
            assertThat(source.messageOf(source.firstCounter(message))).isEqualTo(message);
            assertThat(source.messageOf(source.firstCounter(message + 1) - 1)).isEqualTo(message);
        }
    }

    @Test
    void theNumberOfBytesIsKnownBeforehand() {
        long sum = 0;
        for (long message = 100; message < 1400; message++) {
            sum += source.message(DAY, RUN, message).length;
        }

        assertThat(source.bytes(100, 1400)).isEqualTo(sum);
    }
}
