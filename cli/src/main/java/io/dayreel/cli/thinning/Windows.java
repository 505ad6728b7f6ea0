package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.JsonLinesInput;
import io.dayreel.cli.source.SourceListener;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Gives out windows, each at once when it is over. A window begins with a key frame of the lowest video track, or with
 * any sound where there are no pictures within {@value #SOUND_ALONE_MICROS} µs.
 *
 * <p>Where there is nothing between windows, each ends at the first key frame after its length, and nothing is left out.
 * Otherwise it has exactly its length: what is shown later is left out, the last picture before is shown until the end,
 * each track goes on with a discontinuity, and an event {@code dayreel.window} says that it is over. A source that fails in a
 * window ends it; the next begins as soon as it is back.
 *
 * <p>Telemetry and events within a window wait for its end, others pass. A window of more than {@value #MAX_BYTES} bytes
 * goes out in pieces, or ends there.
 */
final class Windows implements Stage {
    private static final long SOUND_ALONE_MICROS = 5_000_000;
    private static final long MAX_BYTES = 64 << 20;

    /** Sound may come so much behind the pictures. */
    private static final long LATE_MICROS = 250_000;

    private static final long AT_ONCE = Long.MIN_VALUE;

    private final WindowPlan plan;
    private final SourceListener listener;
    private Optional<OpenWindow> open = Optional.empty();
    private OptionalInt leader = OptionalInt.empty();
    private boolean leaderIsPicture;
    private long firstSoundMicros = Long.MAX_VALUE;
    private long dueMicros = AT_ONCE;
    private boolean first = true;
    private boolean toldLength;
    private boolean toldPieces;

    Windows(WindowPlan plan, SourceListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    @Override
    public void accept(CapturedFrame frame, Consumer<CapturedFrame> out) {
        boolean media = Pictures.isPicture(frame) || Pictures.isSound(frame);
        if (media) {
            chooseLeader(frame);
        }
        if (media && leader.isPresent() && leader.getAsInt() == frame.track()) {
            lead(frame, out);
        }
        if (open.isPresent()) {
            open.get().add(frame);
            keepWithinBounds(out);
        } else if (!media || plan.isGapless()) {
            out.accept(frame);
        }
    }

    private void chooseLeader(CapturedFrame frame) {
        if (Pictures.isPicture(frame)) {
            if (!leaderIsPicture || frame.track() < leader.orElse(Integer.MAX_VALUE)) {
                leader = OptionalInt.of(frame.track());
                leaderIsPicture = true;
            }
        } else if (leader.isEmpty()) {
            firstSoundMicros = Math.min(firstSoundMicros, frame.timeMicros());
            if (frame.timeMicros() - firstSoundMicros > SOUND_ALONE_MICROS) {
                leader = OptionalInt.of(frame.track());
            }
        }
    }

    /** Ends and begins windows where this frame, which is not in one yet, says so. */
    private void lead(CapturedFrame frame, Consumer<CapturedFrame> out) {
        boolean key = frame.header().isSync();
        long shown = Pictures.shownMicros(frame);
        if (Pictures.isDiscontinuous(frame)) {
            finish(out);
            open = Optional.empty();
            dueMicros = AT_ONCE;
        }
        if (open.isPresent()) {
            long end = open.get().startMicros() + plan.windowMicros();
            if (plan.isGapless() && key && shown >= end) {
                long length = shown - open.get().startMicros();
                tell(length > plan.windowMicros() + plan.windowMicros() / 10, length, "--window", plan.window());
                open.get().drain().forEach(out);
                begin(frame);
            } else if (!plan.isGapless() && (frame.timeMicros() >= end + LATE_MICROS || key && shown >= dueMicros)) {
                close(end, out);
            }
        }
        if (open.isEmpty() && key && shown >= dueMicros) {
            if (dueMicros != AT_ONCE && !plan.isGapless()) {
                long late = shown - dueMicros;
                tell(late >= plan.refreshMicros(), late + plan.refreshMicros(), "--refresh", plan.refresh());
            }
            begin(frame);
        }
    }

    private void begin(CapturedFrame first) {
        long startMicros = Pictures.shownMicros(first);
        long due = dueMicros == AT_ONCE ? startMicros : dueMicros;
        while (due <= startMicros) {
            due += plan.refreshMicros();
        }
        dueMicros = due;
        open = Optional.of(new OpenWindow(startMicros, first.header().compositionOffsetMicros()));
    }

    private void tell(boolean tooLong, long micros, String option, Duration wanted) {
        if (!toldLength && leaderIsPicture && tooLong) {
            toldLength = true;
            listener.adapted(option + " " + WindowPlan.shown(wanted)
                    + ": windows begin at key frames, and because of where"
                    + " these are it is " + WindowPlan.shown(micros) + ". Let the camera send key frames more often, or"
                    + " choose a multiple of the time between them");
        }
    }

    private void close(long endMicros, Consumer<CapturedFrame> out) {
        OpenWindow window = open.orElseThrow();
        open = Optional.empty();
        boolean marked = !first;
        first = false;
        boolean ended = false;
        for (CapturedFrame frame : window.cut(endMicros, marked)) {
            if (!ended && frame.header().type() == FrameType.EVENT && frame.timeMicros() > endMicros) {
                out.accept(end(window, endMicros));
                ended = true;
            }
            out.accept(frame);
        }
        if (!ended) {
            out.accept(end(window, endMicros));
        }
    }

    /** Timed as decoding is, like the key frame at the start, so that the two are as far apart as the window is long. */
    private static CapturedFrame end(OpenWindow window, long endMicros) {
        FrameHeader header = FrameHeader.of(FrameType.EVENT, Codec.JSON)
                .onTrack(JsonLinesInput.EVENT_TRACK)
                .withFlags(FrameFlags.SYNC)
                .timed(endMicros - window.delayMicros(), 0, 0);
        double seconds = (endMicros - window.startMicros()) / 1e6;
        String json = String.format(Locale.ROOT, "{\"type\":\"dayreel.window\",\"seconds\":%.6f}", seconds);
        return new CapturedFrame(header, json.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private void keepWithinBounds(Consumer<CapturedFrame> out) {
        if (open.orElseThrow().bytes() > MAX_BYTES) {
            if (!toldPieces) {
                toldPieces = true;
                listener.adapted("--window " + WindowPlan.shown(plan.window()) + ": more than "
                        + (MAX_BYTES >> 20) + " MB would have to be held"
                        + (plan.isGapless()
                                ? ", so that windows are sent in pieces"
                                : ", so that windows end earlier"));
            }
            finish(out);
        }
    }

    @Override
    public void finish(Consumer<CapturedFrame> out) {
        if (plan.isGapless()) {
            open.ifPresent(window -> window.drain().forEach(out));
        } else {
            cutShort(out);
        }
    }

    /** What there is of a window is one. */
    private void cutShort(Consumer<CapturedFrame> out) {
        if (open.isPresent()) {
            long end = open.get().startMicros() + plan.windowMicros();
            close(Math.min(end, open.get().mediaEndMicros(leader.orElseThrow())), out);
        }
    }
}
