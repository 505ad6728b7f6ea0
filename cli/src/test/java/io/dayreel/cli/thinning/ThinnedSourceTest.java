package io.dayreel.cli.thinning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.cli.source.CaptureException;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ThinnedSourceTest {
    private static final ThinLine MINUTES =
            new ThinLine(1, true, Optional.of(WindowPlan.gapless(Duration.ofMinutes(1))));

    private final List<CapturedFrame> frames = CodedPictures.groups(2, 25, 0);

    @Test
    void aWindowThatAStopCutsOffIsGivenOutAsFarAsItWent() throws Exception {
        GivenSource camera = new GivenSource(frames, false);
        CaptureSource source = MINUTES.of(camera, new Notes());
        CompletableFuture<List<CapturedFrame>> read = CompletableFuture.supplyAsync(() -> rest(source));

        assertThat(camera.drained.await(10, TimeUnit.SECONDS)).isTrue();
        source.close();

        assertThat(read.get(10, TimeUnit.SECONDS)).hasSameSizeAs(frames);
        assertThat(source.next()).isEmpty();
    }

    @Test
    void whatWasHeldComesBeforeTheFailure() throws Exception {
        List<CapturedFrame> given = new ArrayList<>();

        try (CaptureSource source = MINUTES.of(new GivenSource(frames, true), new Notes())) {
            while (given.size() < frames.size()) {
                given.add(source.next().orElseThrow());
            }
            assertThatThrownBy(source::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("broken");
        }
        assertThat(given).hasSameSizeAs(frames);
    }

    @Test
    void whereNothingIsToBeLeftOutTheSourceIsLeftAlone() {
        CaptureSource source = new GivenSource(frames, false);

        assertThat(ThinLine.everything().of(source, new Notes())).isSameAs(source);
    }

    private static List<CapturedFrame> rest(CaptureSource source) {
        List<CapturedFrame> all = new ArrayList<>();
        try {
            for (Optional<CapturedFrame> next = source.next(); next.isPresent(); next = source.next()) {
                all.add(next.get());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** Gives frames, and then fails, or says nothing until it is closed. */
    private static final class GivenSource implements CaptureSource {
        private final Iterator<CapturedFrame> frames;
        private final boolean fails;
        private final CountDownLatch drained = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        GivenSource(List<CapturedFrame> frames, boolean fails) {
            this.frames = frames.iterator();
            this.fails = fails;
        }

        @Override
        public Optional<CapturedFrame> next() throws IOException, InterruptedException {
            if (frames.hasNext()) {
                return Optional.of(frames.next());
            } else if (fails) {
                throw new CaptureException("broken");
            }
            drained.countDown();
            assertThat(closed.await(15, TimeUnit.SECONDS)).isTrue();
            return Optional.empty();
        }

        @Override
        public boolean live() {
            return true;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
