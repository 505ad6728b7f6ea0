package io.dayreel.streamer.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.runtime.ffmpeg.FfmpegLocation;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.streamer.thumbnails.ThumbnailException.Reason;
import io.dayreel.testkit.media.Ffmpeg;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of thumbnails when ffmpeg is missing, hangs, or does not understand. */
class PictureDecoderIT {
    private static final TrackFormat FORMAT =
            new TrackFormat(SampleFormat.H264, new byte[] {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0}, 640, 360, 0, 0, "");
    private static final List<Sample> PICTURE =
            List.of(new Sample(1_000_000, 0, 0, true, ByteBuffer.wrap(new byte[100_000])));
    private static final PictureSize SIZE = new PictureSize(320, 180);

    @TempDir
    Path directory;

    private final ThumbnailCounters counters = new ThumbnailCounters(nanos -> {});

    @Test
    void aProgramThatHangsIsKilled() throws Exception {
        try (PictureDecoder decoder = decoder(program("sleep 600"), 1, 1, Duration.ofMillis(300))) {
            long begin = System.nanoTime();

            List<byte[]> pictures = decoder.decode(FORMAT, PICTURE, SIZE);

            assertThat(pictures).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnce() throws Exception {
        try (PictureDecoder decoder =
                decoder(program("touch \"$0.started\"; sleep 600"), 1, 0, Duration.ofSeconds(3))) {
            CompletableFuture<List<byte[]>> hanging =
                    CompletableFuture.supplyAsync(() -> decoder.decode(FORMAT, PICTURE, SIZE));
            Awaitility.await().until(() -> Files.exists(directory.resolve("program.started")));

            assertRefused(() -> decoder.decode(FORMAT, PICTURE, SIZE), Reason.BUSY);

            assertThat(hanging.join()).isEmpty();
        }
    }

    @Test
    void withoutAProgramThereIsASentenceThatSaysWhatToInstall() {
        try (PictureDecoder decoder = decoder("no-such-program", 1, 1, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> decoder.decode(FORMAT, PICTURE, SIZE))
                    .hasMessageContaining("install")
                    .hasMessageContaining("dayreel.streamer.ffmpeg");
            assertRefused(() -> decoder.decode(FORMAT, PICTURE, SIZE), Reason.NO_DECODER);
        }
    }

    @Test
    void whatIsNoPictureGivesNoPicture() {
        String ffmpeg = Ffmpeg.find().program().toString();
        try (PictureDecoder decoder = decoder(ffmpeg, 1, 1, Duration.ofSeconds(30))) {
            assertThat(decoder.decode(FORMAT, PICTURE, SIZE)).isEmpty();
        }
    }

    private static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ThumbnailException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    private PictureDecoder decoder(String program, int processes, int waiting, Duration limit) {
        FfmpegPool.Bounds bounds = new FfmpegPool.Bounds(processes, waiting, limit, 1 << 30);
        return new PictureDecoder(
                new FfmpegPool(new FfmpegLocation(program, ""), bounds, "dayreel-test-ffmpeg"), counters);
    }

    private String program(String script) throws Exception {
        Path file = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }
}
