package io.dayreel.cli.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceSpoolIT {
    private static final long SIZE = 16L << 20;
    private static final RunId RUN = new RunId(Day.parse("2026-11-21"), 18_000);

    @TempDir
    Path directory;

    private static void add(DeviceSpool spool, long from, long to, int length) throws IOException {
        for (long counter = from; counter <= to; counter++) {
            CapturedFrame captured = Captures.bytes(1_795_255_200_000_000L + counter, length);
            spool.append(new NumberedFrame(RUN, counter, captured.header(), captured.body()));
        }
    }

    private static CounterRanges ranges(long first, long last) {
        return CounterRanges.of(new CounterRange(first, last));
    }

    private static List<Long> counters(SpooledRun run, long from, long to) throws IOException {
        List<Long> counters = new ArrayList<>();
        long next = from;
        while (next <= to) {
            ByteBuffer message = ByteBuffer.allocate(FrameLayout.MAX_MESSAGE_LENGTH);
            long behind = run.copy(next, to, message);
            FrameMessage.forEach(
                    new FrameView(), message.array(), 0, message.position(), frame -> counters.add(frame.counter()));
            next = behind;
        }
        return counters;
    }

    @Covers("D3")
    @Test
    void framesAreStillThereAfterTheSpoolIsOpenedAgain() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            add(spool, 0, 99, 1000);
            spool.free(RUN, ranges(10, 19));
        }

        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            SpooledRun run = spool.run(RUN).orElseThrow();

            assertThat(run.kept().ranges()).containsExactly(new CounterRange(0, 9), new CounterRange(20, 99));
            assertThat(counters(run, 20, 99)).hasSize(80).startsWith(20L).endsWith(99L);
        }
    }

    @Covers("D3")
    @Test
    void whatAKilledProcessHadAddedIsWholeAndWithoutAGap() throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SpoolFiller.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        long told = 0;
        try (var lines = writer.inputReader()) {
            for (String line = lines.readLine(); line != null && told < 20_000; line = lines.readLine()) {
                told = Long.parseLong(line);
            }
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();

        try (DeviceSpool spool = DeviceSpool.open(directory, 1L << 30)) {
            SpooledRun run = spool.run(RUN).orElseThrow();

            assertThat(run.next()).isGreaterThan(told);
            assertThat(counters(run, 0, run.next() - 1)).hasSize((int) run.next());
        }
    }

    @Test
    void aTornLastFrameIsCutOffAndItsCounterIsFreeAgain() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            add(spool, 0, 9, 1000);
        }
        Path chunk = chunks().get(0);
        try (var channel = Files.newByteChannel(chunk, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(chunk) - 1);
        }

        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            assertThat(spool.run(RUN).orElseThrow().next()).isEqualTo(9);
            add(spool, 9, 12, 1000);
            assertThat(counters(spool.run(RUN).orElseThrow(), 0, 12)).hasSize(13);
        }
    }

    @Test
    void filesGoAwayWhenAllTheirFramesAreFreedInWhateverOrder() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            add(spool, 0, 99, 100_000);
            int before = chunks().size();

            spool.free(RUN, ranges(50, 99));
            spool.free(RUN, ranges(1, 49));
            assertThat(chunks()).hasSizeLessThan(before);
            spool.free(RUN, ranges(0, 0));

            assertThat(chunks()).hasSizeLessThanOrEqualTo(1);
            assertThat(spool.isDrained()).isTrue();
        }
    }

    @Test
    void aFullSpoolSaysSoAndHasRoomAgainOnceFramesAreFreed() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            long counter = 0;
            while (!spool.isFull(100_000)) {
                add(spool, counter, counter, 100_000);
                counter++;
            }
            assertThat(spool.bytes()).isLessThanOrEqualTo(SIZE);

            spool.free(RUN, ranges(0, counter - 1));

            assertThat(spool.isFull(100_000)).isFalse();
        }
    }

    @Test
    void unsentFramesMoveToAnotherRunAndAreCountedFromZero() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            add(spool, 0, 9, 100);
            spool.run(RUN).orElseThrow().sent(4);
            RunId other = spool.take(RUN.day(), RUN.run() + 1);

            long split = spool.renumber(RUN, other);

            assertThat(split).isEqualTo(4);
            assertThat(spool.run(RUN).orElseThrow().kept().ranges()).containsExactly(new CounterRange(0, 3));
            assertThat(counters(spool.run(other).orElseThrow(), 0, 5)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void aSecondProcessOfTheSameDeviceIsToldToUseAnotherSpool() throws IOException {
        try (DeviceSpool spool = DeviceSpool.open(directory, SIZE)) {
            assertThat(spool.isDrained()).isTrue();
            assertThatThrownBy(() -> DeviceSpool.open(directory, SIZE)).hasMessageContaining("--spool");
        }
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".frames")).toList();
        }
    }
}
