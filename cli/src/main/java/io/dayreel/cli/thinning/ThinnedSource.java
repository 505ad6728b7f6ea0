package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CaptureException;
import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A source of which some is left out. What it holds back goes out when a live source has said nothing for
 * {@value #SILENT_SECONDS} s, when it ends, fails or is closed: after {@link #close}, {@link #next} gives what was held,
 * and then nothing. {@link #live} is that of the source.
 */
public final class ThinnedSource implements CaptureSource {
    private static final long SILENT_SECONDS = 5;
    private static final Duration SILENCE = Duration.ofSeconds(SILENT_SECONDS);

    private final CaptureSource source;
    private final ReadAhead input;
    private final List<Stage> stages;
    private final Deque<CapturedFrame> ready = new ArrayDeque<>();
    private Optional<ReadAhead.End> end = Optional.empty();

    /** @param source owned from here on */
    ThinnedSource(CaptureSource source, List<Stage> stages) {
        this.source = source;
        this.stages = List.copyOf(stages);
        this.input = new ReadAhead(source);
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException, InterruptedException {
        while (ready.isEmpty() && end.isEmpty()) {
            Optional<ReadAhead.Step> step = input.next(SILENCE);
            if (step.isPresent() && step.get() instanceof ReadAhead.Next next) {
                from(0).accept(next.frame());
            } else {
                finish();
                end = step.map(ReadAhead.End.class::cast);
            }
        }
        if (ready.isEmpty()) {
            throwFailure();
        }
        return Optional.ofNullable(ready.pollFirst());
    }

    private void throwFailure() throws IOException {
        Optional<Exception> failure = end.flatMap(ReadAhead.End::failure);
        if (failure.isPresent()) {
            throw failure.get() instanceof CaptureException told
                    ? told
                    : new CaptureException("an input failed: " + failure.get().getMessage(), failure.get());
        }
    }

    private void finish() {
        for (int i = 0; i < stages.size(); i++) {
            stages.get(i).finish(from(i + 1));
        }
    }

    /** Where frames go that are for this stage; out behind the last one. */
    private Consumer<CapturedFrame> from(int stage) {
        return stage == stages.size() ? ready::add : frame -> stages.get(stage).accept(frame, from(stage + 1));
    }

    @Override
    public boolean live() {
        return source.live();
    }

    @Override
    public void close() {
        input.close();
    }
}
