package io.dayreel.runtime.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.runtime.ffmpeg.FfmpegException.Reason;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Bounds;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Program;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in the place of ffmpeg, that do what a broken one does; each leaves the pool whole. */
class FfmpegPoolIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long MEMORY = 256 << 20;

    @TempDir
    private Path directory;

    @Covers("C1")
    @Test
    void whatHangsIsKilledWithAllThatItStarted() throws Exception {
        try (FfmpegPool pool = pool("[ \"$1\" = good ] && echo fine || sleep 600 & wait", 0, Duration.ofSeconds(1))) {
            assertFails(pool, List.of("bad"), Reason.TOO_SLOW, "killed after 1 s");

            assertThat(run(pool, List.of("good"))).isEqualTo("fine\n");
        }
    }

    @Covers("C1")
    @Test
    void whatCrashesIsToldFromWhatRefusesItsInput() throws Exception {
        try (FfmpegPool pool =
                pool("[ \"$1\" = crash ] && kill -SEGV $$; echo '[in#0 @ 0x55] no moov' >&2; exit 183", 0, LONG)) {
            assertFails(pool, List.of("crash"), Reason.CRASHED, "crashed");
            assertFails(pool, List.of("refuse"), Reason.REFUSED, "no moov");
        }
    }

    @Covers("C1")
    @Test
    void whatHoldsMoreMemoryThanItMayIsKilled() throws Exception {
        try (FfmpegPool pool = pool("[ \"$1\" = good ] && echo fine || tail /dev/zero", 0, LONG)) {
            assertFails(pool, List.of("bomb"), Reason.TOO_LARGE, "more than 256 MiB");

            assertThat(run(pool, List.of("good"))).isEqualTo("fine\n");
        }
    }

    @Covers("C1")
    @Test
    void beyondItsBoundsItIsBusyAndThenFreeAgain() throws Exception {
        Path gate = directory.resolve("gate");
        try (FfmpegPool pool = pool("echo begun; while [ ! -e " + gate + " ]; do sleep 0.01; done", 0, LONG)) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> running(pool, begun));
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            assertFails(pool, List.of(), Reason.BUSY, "too many");
            Files.createFile(gate);

            assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("begun\n");
            assertThat(run(pool, List.of())).isEqualTo("begun\n");
        }
    }

    @Covers("C1")
    @Test
    void aReaderThatGivesUpIsHeardAndNotTheBrokenPipeThatItCauses() throws Exception {
        try (FfmpegPool pool =
                pool("yes || { echo 'av_interleaved_write_frame(): Broken pipe' >&2; exit 224; }", 0, LONG)) {
            assertThatThrownBy(() -> pool.run(Program.FFMPEG, List.of(), output -> {
                        throw new IOException("enough");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("enough");
        }
    }

    @Covers("C1")
    @Test
    void whereThereIsNoneThatIsSaid() throws Exception {
        FfmpegLocation nowhere = new FfmpegLocation("ffmpeg", directory.toString());
        try (FfmpegPool pool = new FfmpegPool(nowhere, new Bounds(1, 0, LONG, MEMORY), "nowhere")) {
            assertFails(pool, List.of(), Reason.MISSING, "no 'ffmpeg'");
        }
    }

    @Test
    void whatIsWrittenIsReadAndAProcessThatTakesNoMoreOfItIsNoFailureOfOurs() throws Exception {
        byte[] much = new byte[1 << 20];
        try (FfmpegPool pool = pool("wc -c", 0, LONG)) {
            assertThat(pool.run(Program.FFMPEG, List.of(), input -> input.write(much), FfmpegPoolIT::text)
                            .value()
                            .strip())
                    .isEqualTo("" + much.length);
        }
        try (FfmpegPool pool = pool("echo enough", 0, LONG)) {
            assertThat(pool.run(Program.FFMPEG, List.of(), input -> input.write(much), FfmpegPoolIT::text)
                            .value())
                    .isEqualTo("enough\n");
        }
    }

    private FfmpegPool pool(String script, int waiting, Duration limit) throws IOException {
        Path program = directory.resolve("ffmpeg");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new FfmpegPool(
                new FfmpegLocation(program.toString(), ""),
                new Bounds(1, waiting, limit, MEMORY),
                "dayreel-test-ffmpeg");
    }

    private static String run(FfmpegPool pool, List<String> arguments) throws Exception {
        return pool.run(Program.FFMPEG, arguments, FfmpegPoolIT::text).value();
    }

    private static String running(FfmpegPool pool, CountDownLatch begun) {
        try {
            return pool.run(Program.FFMPEG, List.of(), output -> {
                        String first = new String(output.readNBytes("begun\n".length()), StandardCharsets.UTF_8);
                        begun.countDown();
                        return first + text(output);
                    })
                    .value();
        } catch (FfmpegException | IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(InputStream output) throws IOException {
        return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertFails(FfmpegPool pool, List<String> arguments, Reason reason, String words) {
        assertThatThrownBy(() -> run(pool, arguments))
                .asInstanceOf(InstanceOfAssertFactories.type(FfmpegException.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason))
                .satisfies(failure -> assertThat(failure).hasMessageContaining(words));
    }
}
