package io.dayreel.tail;

import static io.dayreel.tail.Frames.STREAM;
import static io.dayreel.tail.Frames.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailLogTest {
    private static final TailBudget ROOMY = new TailBudget(1 << 20, 8 << 20, 8 << 20, 0);

    @TempDir
    Path directory;

    @Test
    void framesComeBackInOrderWhateverTheOrderOfArrival() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            log.append(record(1, 7, 5, 6, 7));
            log.append(record(2, 7, 0, 1));
            log.append(record(3, 7, 3, 2));

            assertThat(counters(log, 7)).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 7L);
        }
    }

    @Test
    void ofRepeatedFramesTheOneOfTheLowestOffsetIsSeen() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            log.append(record(9, 7, 0, 1, 2, 3));
            log.append(record(4, 7, 2));

            assertThat(copies(log, 7)).containsExactly(9, 9, 4, 9);
        }
    }

    @Test
    void whatWasEvictedBeforeItsAnnouncementIsStillFoundByItsOffset() throws IOException {
        TailBudget tight = new TailBudget(200, 400, 400, 0);
        try (TailLog log = new TailLog(directory.resolve("log"), tight)) {
            for (int i = 0; i < 20; i++) {
                log.append(record(i, 7, i));
            }

            TailStretch first = log.stream(STREAM).orElseThrow().next(7, 0).orElseThrow();

            assertThat(first.offset()).isZero();
            assertThat(first.place()).isNegative();
            assertThat(log.read(first)).isEmpty();
            assertThat(log.bytes()).isLessThanOrEqualTo(400);
        }
    }

    @Test
    void whatWasAnnouncedIsForgottenOnceItsBytesAreEvicted() throws IOException {
        TailBudget tight = new TailBudget(200, 400, 400, 0);
        try (TailLog log = new TailLog(directory.resolve("log"), tight)) {
            log.append(record(0, 7, 0));
            log.archived(STREAM, 0, 5);
            boolean heldWhileOnDisk =
                    log.stream(STREAM).orElseThrow().next(7, 0).isPresent();
            for (int i = 1; i < 20; i++) {
                log.append(record(i, 7, i));
            }

            TailStretch first = log.stream(STREAM).orElseThrow().next(7, 0).orElseThrow();

            assertThat(heldWhileOnDisk).isTrue();
            assertThat(first.offset()).isEqualTo(6);
        }
    }

    @Test
    void anAnnouncementAfterTheEvictionForgetsToo() throws IOException {
        TailBudget tight = new TailBudget(200, 400, 400, 0);
        try (TailLog log = new TailLog(directory.resolve("log"), tight)) {
            for (int i = 0; i < 20; i++) {
                log.append(record(i, 7, i));
            }

            log.archivedBefore(20);

            assertThat(log.stream(STREAM).orElseThrow().next(7, 0).orElseThrow().place())
                    .isNotNegative();
        }
    }

    @Test
    void aRunHasEndedOnceItsLastFrameSaysSo() throws IOException {
        FrameHeader end = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .at(STREAM.day().number(), 7, 3)
                .timed(STREAM.day().startMicros() + 7_000_120_000L, 0, 0);
        byte[] message = new FrameEncoder().encode(end, "{}".getBytes(StandardCharsets.US_ASCII));
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            log.append(record(1, 7, 0, 1, 2));
            boolean before = log.stream(STREAM).orElseThrow().runs().get(0).ended();

            log.append(new TailRecord(STREAM, 2, 1002, message));

            assertThat(before).isFalse();
            assertThat(log.stream(STREAM).orElseThrow().runs().get(0).ended()).isTrue();
        }
    }

    @Test
    void theNewestKeyFrameOfATrackIsFoundByTimeAndByCounter() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            log.append(record(1, 7, LongStream.range(0, 35).toArray()));
            StreamTail tail = log.stream(STREAM).orElseThrow();
            long timeOf25 = tail.runs().get(0).firstTimeMicros() + 25 * 40_000;

            assertThat(tail.keyFramesUpTo(7, timeOf25))
                    .extracting(TailKeyFrame::counter)
                    .containsExactly(20L);
            assertThat(tail.keyFramesUpToCounter(7, 34))
                    .extracting(TailKeyFrame::counter)
                    .containsExactly(30L);
        }
    }

    @Test
    void keyFramesAreListedByCounterWithTheConfigurationThatTheyNeed() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            log.append(record(1, 7, LongStream.range(20, 35).toArray()));
            log.append(record(2, 7, LongStream.range(0, 20).toArray()));
            StreamTail tail = log.stream(STREAM).orElseThrow();
            long start = tail.runs().get(0).firstTimeMicros();

            assertThat(tail.keyFrames(7, 10, 29))
                    .containsExactly(
                            new TailKeyFrame(0, 10, start + 400_000, Frames.configuration(10)),
                            new TailKeyFrame(0, 20, start + 800_000, Frames.configuration(20)));
            assertThat(tail.keyFrames(7, 11, 19)).isEmpty();
            assertThat(tail.keyFrames(8, 0, 100)).isEmpty();
        }
    }

    @Test
    void placesToStartFromAreWhereRecordsBeginAtLeastAStepApart() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            for (int i = 0; i < 20; i++) {
                log.append(record(i, 7, 2 * i, 2 * i + 1));
            }
            log.append(record(20, 7, 6));
            StreamTail tail = log.stream(STREAM).orElseThrow();
            long start = tail.runs().get(0).firstTimeMicros();

            assertThat(tail.marks(7, 3, 30, 400_000))
                    .containsExactly(
                            new TailMark(4, start + 160_000),
                            new TailMark(14, start + 560_000),
                            new TailMark(24, start + 960_000));
            assertThat(tail.marks(7, 40, 50, 400_000)).isEmpty();
        }
    }

    @Test
    void theDirectoryIsClearedWhenOpenedAndGoneWhenClosed() throws IOException {
        Path place = directory.resolve("log");
        Files.createDirectories(place);
        Files.writeString(place.resolve("0000000000.tail"), "left by a crash");
        TailLog log = new TailLog(place, ROOMY);
        log.append(record(1, 7, 0));

        log.close();

        assertThat(place).doesNotExist();
        assertThat(ROOMY.usedBytes()).isZero();
    }

    @Test
    void bytesThatAreNoFrameAreLeftOut() throws IOException {
        try (TailLog log = new TailLog(directory.resolve("log"), ROOMY)) {
            int frames = log.append(new TailRecord(STREAM, 1, 1, new byte[] {1, 2, 3}));

            assertThat(frames).isZero();
            assertThat(log.stream(STREAM)).isEmpty();
        }
    }

    private static List<Long> counters(TailLog log, int run) {
        return frames(log, run).stream().map(frame -> frame[0]).toList();
    }

    private static List<Integer> copies(TailLog log, int run) {
        return frames(log, run).stream().map(frame -> (int) (long) frame[1]).toList();
    }

    private static List<Long[]> frames(TailLog log, int run) {
        List<Long[]> frames = new ArrayList<>();
        long counter = 0;
        while (true) {
            Optional<TailStretch> next = log.stream(STREAM).orElseThrow().next(run, counter);
            if (next.isEmpty()) {
                return frames;
            }
            TailBytes bytes = log.read(next.get()).orElseThrow();
            FrameView view = new FrameView();
            for (int at = bytes.from(); at < bytes.to(); at = view.end()) {
                view.wrap(bytes.array(), at, bytes.to());
                if (view.counter() >= next.get().first()
                        && view.counter() <= next.get().last()) {
                    frames.add(new Long[] {view.counter(), (long) view.body().getInt()});
                }
            }
            counter = next.get().last() + 1;
        }
    }
}
