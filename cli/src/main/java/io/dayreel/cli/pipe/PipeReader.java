package io.dayreel.cli.pipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.cli.watch.FrameSink;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Puts a channel's data frames back into a stream of bytes: of each run from its first frame to its end, none left out.
 * If frames come from the middle of a run, or some are missing, it goes back for them.
 */
public final class PipeReader implements FrameSink {
    private static final int MAX_ATTEMPTS = 400;

    private final OutputStream out;
    private final boolean replay;
    private boolean firstMessage = true;
    private long knownMicros = Long.MIN_VALUE;
    private Optional<Run> reading = Optional.empty();
    private Optional<Run> ignored = Optional.empty();
    private Optional<String> place = Optional.empty();
    private long expected;
    private int attempts;
    private long bytes;
    private long runs;
    private boolean caughtUp;
    private boolean done;

    private record Run(int day, int run) {
        String place(long counter) {
            return new Day(day) + "/" + run + "/" + counter;
        }
    }

    /**
     * @param replay true to read every write from where watching begins, up to the last; false to read the one that is
     *     going on, or else the next
     * @param out buffered; closed by its owner
     */
    public PipeReader(boolean replay, OutputStream out) {
        this.replay = replay;
        this.out = out;
    }

    /** Nothing of the channel was there when its reader came: whatever is found is new. */
    void takeEverything() {
        firstMessage = false;
    }

    @Override
    public void message(ViewerMessage message) throws IOException {
        if (message instanceof ViewerMessage.Welcome welcome && firstMessage) {
            firstMessage = false;
            knownMicros = replay
                    ? Long.MIN_VALUE
                    : welcome.lastFrameAt()
                            .map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at))
                            .orElse(Long.MIN_VALUE);
        } else if (message instanceof ViewerMessage.Live) {
            caughtUp = true;
            done |= replay && runs > 0 && reading.isEmpty();
        } else if (message instanceof ViewerMessage.Error && reading.isPresent()) {
            goBack(expected);
        }
    }

    @Override
    public void frame(FrameView frame) throws IOException {
        Run run = new Run(frame.day(), frame.run());
        if (done || (frame.type() != FrameType.DATA && frame.type() != FrameType.END_OF_RUN)) {
            return;
        }
        if (reading.isEmpty() && !begins(run, frame)) {
            return;
        }
        if (!reading.get().equals(run)) {
            throw new IOException("the write broke off: it has no end, and another began");
        }
        if (frame.counter() > expected) {
            goBack(expected);
        } else if (frame.counter() == expected) {
            expected++;
            attempts = 0;
            take(frame);
        }
    }

    /** Whether a run begins to be read here; from its middle it is gone back to its start. */
    private boolean begins(Run run, FrameView frame) throws IOException {
        boolean known = frame.timeMicros() <= knownMicros;
        if (ignored.filter(run::equals).isPresent()) {
            return false;
        }
        if (known) {
            if (frame.type() == FrameType.END_OF_RUN) {
                ignored = Optional.of(run); // it had ended before this reader came
            }
            return false;
        }
        reading = Optional.of(run);
        expected = 0;
        return true;
    }

    private void goBack(long counter) throws IOException {
        attempts++;
        if (attempts > MAX_ATTEMPTS) {
            throw new IOException("bytes are missing: frame " + counter + " of this write cannot be found");
        }
        place = reading.map(run -> run.place(counter));
    }

    private void take(FrameView frame) throws IOException {
        if (frame.type() == FrameType.DATA) {
            byte[] body = frame.bodyBytes();
            out.write(body);
            bytes += body.length;
            return;
        }
        JsonNode end = Json.read(frame.bodyBytes(), JsonNode.class);
        if (!end.path("reason").asText().equals("input-end")) {
            out.flush();
            throw new IOException("the write broke off after " + bytes + " bytes ("
                    + end.path("reason").asText() + ")");
        }
        runs++;
        reading = Optional.empty();
        done = !replay || caughtUp;
    }

    @Override
    public Optional<String> goTo() {
        Optional<String> asked = place;
        place = Optional.empty();
        return asked;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public boolean isDone() {
        return done;
    }

    /** Bytes given out. */
    public long bytes() {
        return bytes;
    }
}
