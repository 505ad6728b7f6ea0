package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionAcksTest {
    private static final Day TODAY = Day.parse("2026-11-21");

    private final SessionAcks acks = new SessionAcks();

    /** The producer's thread does this, and all other confirmations wait for it. */
    @Test
    void aMessageOfScatteredFramesIsShortenedInOneStep() {
        CounterRanges scattered = new CounterRanges();
        for (long counter = 0; counter < 200_000; counter += 2) {
            scattered.add(counter);
        }
        CheckedMessage message =
                new CheckedMessage(TODAY, 1, scattered, 100_000, new byte[1], List.of(), List.of(), List.of());

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> acks.confirmed(message, 0));

        acks.tell(0, (run, ranges) -> {
            assertThat(ranges.rangeCount()).isEqualTo(64);
            return ranges.last() == 199_998;
        });
    }
}
