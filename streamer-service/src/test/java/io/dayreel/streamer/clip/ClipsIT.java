package io.dayreel.streamer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.media.mp4.UserBox;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.streamer.TestCloud;
import io.dayreel.streamer.TestStreamer;
import io.dayreel.streamer.clip.ClipException.Reason;
import io.dayreel.streamer.media.TrackFormats;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.testkit.camera.Camera;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds of clips: how many are built, how much disk they take, what happens beyond. */
class ClipsIT {
    private static final long STEP = 8 << 20;

    @TempDir
    Path directory;

    private final Camera camera = Camera.of("demo", "cam", "2026-11-20");
    private final ClipCounters counters = new ClipCounters();
    private final CountDownLatch mayBuild = new CountDownLatch(1);
    private TestCloud cloud;
    private TestStreamer streamer;

    @BeforeEach
    void record() {
        cloud = new TestCloud(directory);
        cloud.send(camera.stream(), camera.sends(0, 999), 10);
        cloud.archive(camera.stream());
        streamer = new TestStreamer(cloud).ready();
    }

    @AfterEach
    void close() {
        mayBuild.countDown();
        streamer.close();
        cloud.close();
    }

    @Test
    void whoWantsTheSameClipWaitsForTheOneThatIsBeingMade() throws Exception {
        try (Clips clips = clips(64 << 20, 1, true)) {
            List<CompletableFuture<byte[]>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(CompletableFuture.supplyAsync(() -> bytes(clips, request(0))));
            }
            Awaitility.await().until(() -> isRefused(clips, request(1)));

            mayBuild.countDown();

            byte[] first = readers.get(0).get();
            assertThat(readers).allSatisfy(reader -> assertThat(reader.get()).isEqualTo(first));
            assertThat(counters.built()).isEqualTo(1);
            assertThat(bytes(clips, request(0))).isEqualTo(first);
            assertThat(counters.built()).isEqualTo(1);
        }
    }

    @Test
    void theClipThatWasNotReadForLongestMakesRoom() throws Exception {
        try (Clips clips = clips(2 * STEP, 1, false)) {
            byte[] zero = bytes(clips, request(0));
            bytes(clips, request(1));
            bytes(clips, request(0));
            bytes(clips, request(2));
            long built = counters.built();

            byte[] again = bytes(clips, request(0));

            assertThat(again).isEqualTo(zero);
            assertThat(counters.built()).isEqualTo(built);
            bytes(clips, request(1));
            assertThat(counters.built()).isEqualTo(built + 1);
            assertThat(counters.diskBytes()).isLessThanOrEqualTo(2 * STEP);
        }
        assertThat(counters.diskBytes()).isZero();
        assertThat(directory.resolve("clips")).isEmptyDirectory();
    }

    @Test
    void aClipThatIsReadIsNotTakenAway() throws Exception {
        try (Clips clips = clips(STEP, 1, false);
                Clips.Reading reading = clips.open(request(0))) {
            assertRefused(() -> clips.open(request(1)), Reason.TOO_MANY);

            assertThat(bytes(reading)).hasSize((int) reading.length());
        }
    }

    @Test
    void whatIsLargerThanAllMayBeIsRefused() throws Exception {
        try (Clips clips = clips(STEP / 8, 1, false)) {
            assertRefused(() -> clips.open(request(0)), Reason.TOO_LARGE);
        }
        assertThat(counters.diskBytes()).isZero();
    }

    @Test
    void whatAnEarlierProcessLeftIsCleared() throws Exception {
        Files.createDirectories(directory.resolve("clips"));
        Files.write(directory.resolve("clips/7.clip"), new byte[10]);

        clips(STEP, 1, false).close();

        assertThat(directory.resolve("clips")).isEmptyDirectory();
    }

    @Test
    void framesThatOnlyTheirOwnersCanReadMakeNoClip() throws Exception {
        Camera secret = Camera.of("demo", "secret", "2026-11-20");
        cloud.send(secret.stream(), secret.sends(0, 9), 1);
        FrameHeader sealed = secret.header(10);
        cloud.send(
                secret.stream(),
                new FrameEncoder().encode(sealed.withFlags(sealed.flags() | FrameFlags.ENCRYPTED), new byte[100]));
        long start = secret.timeMicros(0);
        ClipRequest asked = new ClipRequest(secret.stream().deviceId(), start, start + 60_000_000, Optional.empty());
        try (Clips clips = clips(STEP, 1, false)) {
            Awaitility.await()
                    .ignoreExceptions()
                    .untilAsserted(() -> assertRefused(() -> clips.open(asked), Reason.UNSUITABLE));
        }
    }

    private Clips clips(long maxBytes, int maxBuilding, boolean wait) throws IOException {
        if (!wait) {
            mayBuild.countDown();
        }
        StreamIndex index = new StreamIndex(streamer.services().timeline());
        TrackFormatSource formats = (stream, run, track, number) -> {
            awaitStart();
            return index.configuration(stream, run, track, number).map(TrackFormats::of);
        };
        return new Clips(
                streamer.services(),
                formats,
                device -> new NoProof(),
                new Clips.Bounds(directory.resolve("clips"), maxBytes, maxBuilding),
                counters);
    }

    private void awaitStart() {
        try {
            mayBuild.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class NoProof implements ClipProving.Proof {
        @Override
        public void add(FrameView frame, int trackId, int sample) {}

        @Override
        public Optional<UserBox> box() {
            return Optional.empty();
        }
    }

    private ClipRequest request(int second) {
        long start = camera.timeMicros(0);
        return new ClipRequest(
                camera.stream().deviceId(), start + second * 1_000_000L, start + 8_000_000, Optional.empty());
    }

    private static boolean isRefused(Clips clips, ClipRequest request) {
        try {
            clips.open(request).close();
            return false;
        } catch (ClipException e) {
            return e.reason() == Reason.TOO_MANY;
        }
    }

    private static void assertRefused(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ClipException.class, refused -> assertThat(refused.reason())
                .isEqualTo(reason));
    }

    private static byte[] bytes(Clips clips, ClipRequest request) {
        try (Clips.Reading reading = clips.open(request)) {
            return bytes(reading);
        }
    }

    private static byte[] bytes(Clips.Reading reading) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            reading.copy(0, reading.length(), all);
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
