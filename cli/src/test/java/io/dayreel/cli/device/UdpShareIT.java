package io.dayreel.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.udp.UdpMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UdpShareIT {
    private static final RunId RUN = new RunId(Day.parse("2026-11-21"), 18_000);
    private static final int MESSAGE = 32 << 10;

    @TempDir
    Path directory;

    private final List<String> said = new ArrayList<>();
    private DeviceSpool spool;
    private UdpShare share;
    private long next;

    @BeforeEach
    void open() throws IOException {
        spool = DeviceSpool.open(directory, 64L << 20);
        share = share(Level.RECEIVED);
    }

    private UdpShare share(Level wants) {
        return new UdpShare(new SpoolState(spool), wants, new DeviceListener() {
            @Override
            public void warning(String code, String detail) {
                said.add(detail);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void capture(int frames, int length) throws IOException {
        for (int i = 0; i < frames; i++) {
            NumberedFrame frame =
                    new NumberedFrame(RUN, next, Captures.bytes(next, length).header(), new byte[length]);
            spool.append(frame);
            next++;
        }
    }

    private String reserved() {
        return share.reserved(spool.run(RUN).orElseThrow()).toString();
    }

    private static CounterRanges counters(UdpMessage message) {
        CounterRanges counters = new CounterRanges();
        byte[] bytes = message.bytes();
        FrameMessage.forEach(new FrameView(), bytes, 0, bytes.length, frame -> counters.add(frame.counter()));
        return counters;
    }

    private Optional<UdpMessage> message() {
        return share.next(MESSAGE);
    }

    @Covers("C6")
    @Test
    void whatIsCapturedWhileUdpGoesIsTriedThereAndWhatWasThereBeforeIsNot() throws IOException {
        capture(5, 100);
        share.welcomed(RUN);
        share.opened();
        assertThat(message()).isEmpty();
        capture(3, 100);

        UdpMessage tried = message().orElseThrow();

        assertThat(counters(tried)).hasToString("[5-7]");
        assertThat(reserved()).isEqualTo("[5-7]");
        assertThat(message()).isEmpty();
        assertThat(spool.run(RUN).orElseThrow().sentNext()).isEqualTo(8);
    }

    @Covers("C6")
    @Test
    void whatIsGivenUpIsLeftToTheWebSocketAndTriedNoMore() throws IOException {
        share.welcomed(RUN);
        share.opened();
        capture(2, 100);
        UdpMessage lost = message().orElseThrow();
        capture(2, 100);
        UdpMessage other = message().orElseThrow();

        share.givenUp(lost.id());

        assertThat(reserved()).isEqualTo("[2-3]");
        assertThat(message()).isEmpty();
        share.acknowledged(Level.RECEIVED, RUN.day(), RUN.run(), counters(other));
        assertThat(reserved()).isEqualTo("[]");
        assertThat(spool.run(RUN).orElseThrow().kept()).hasToString("[0-1]");
    }

    @Covers("C6")
    @Test
    void whatArrivedAndIsNotAcknowledgedIsLeftToTheWebSocketAfterATime() throws IOException {
        share.welcomed(RUN);
        share.opened();
        capture(4, 100);
        assertThat(message()).isPresent();

        share.tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
        assertThat(reserved()).isEqualTo("[0-3]");
        share.tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(6));

        assertThat(reserved()).isEqualTo("[]");
    }

    @Test
    void aRunIsTriedOnlyAfterItsNumberProvedFree() throws IOException {
        share.opened();
        capture(3, 100);
        assertThat(message()).isEmpty();
        assertThat(reserved()).isEqualTo("[]");

        share.welcomed(RUN);

        assertThat(counters(message().orElseThrow())).hasToString("[0-2]");
    }

    @Test
    void aPauseLeavesEverythingToTheWebSocketAndSaysWhyOnce() throws IOException {
        share.welcomed(RUN);
        share.opened();
        capture(3, 100);

        share.paused(Optional.of("no way"));
        assertThat(reserved()).isEqualTo("[]");
        share.paused(Optional.empty());
        share.opened();

        assertThat(message()).isEmpty();
        assertThat(said).containsExactly("no way", "frames go over UDP again");
    }

    @Test
    void aFrameThatIsLargerThanAMessageGoesAloneAndALongBacklogNotAtAll() throws IOException {
        share.welcomed(RUN);
        share.opened();
        capture(1, 100);
        capture(1, 200_000);
        assertThat(counters(message().orElseThrow())).isEqualTo(CounterRanges.of(new CounterRange(0, 0)));
        assertThat(counters(message().orElseThrow())).isEqualTo(CounterRanges.of(new CounterRange(1, 1)));

        capture(2_000, 10);

        assertThat(message()).isEmpty();
        assertThat(reserved()).isEqualTo("[0-1]");
    }

    @Test
    void whatIsReceivedAndWantedArchivedIsAskedForUntilTheConnectionFollowsIt() throws IOException {
        share = share(Level.ARCHIVED);
        share.welcomed(RUN);
        share.opened();
        capture(4, 100);
        UdpMessage message = message().orElseThrow();
        long later = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        assertThat(share.isQuestionDue(later)).isFalse();

        share.acknowledged(Level.RECEIVED, RUN.day(), RUN.run(), counters(message));

        assertThat(spool.run(RUN).orElseThrow().kept()).hasToString("[0-3]");
        assertThat(share.isQuestionDue(later)).isTrue();
        assertThat(share.questions(later)).singleElement().satisfies(question -> {
            assertThat(question.unacknowledged()).hasToString("[0-3]");
            assertThat(question.next()).isEqualTo(4);
        });
        long muchLater = later + TimeUnit.SECONDS.toNanos(20);
        assertThat(share.isQuestionDue(muchLater)).isTrue();
        share.followed(RUN, counters(message));
        assertThat(share.isQuestionDue(muchLater)).isFalse();
    }
}
