package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cuts what was recorded into segments, from the index alone (I10): at key frames, each segment as long as it can be
 * without passing the target. The same index gives the same cuts. Sound and text are cut where the picture is, and
 * further video where the first one is ({@link PastFollower}).
 *
 * <p>One use by one thread.
 */
final class PastCuts {
    /** More than that without frames is a discontinuity (protocol.md, media time). */
    static final long PAUSE_MICROS = 2_000_000;

    /** A long time between key frames is a pause that left no hole in the counters, if so few frames are in it. */
    private static final int FAR_FEWER = 4;

    private static final long SHORT_GOP_MICROS = 1_000_000;

    /** A run whose newest frame was received so long ago has ended; before that its last segment may grow. */
    static final Duration SETTLED = Duration.ofSeconds(10);

    /** A duration is compared with the target after rounding to seconds (RFC 8216bis, 4.4.3.1). */
    private static final long ROUNDING_MICROS = 400_000;

    private static final long OVERLAP_MICROS = 100_000;
    private static final long FRAME_MICROS = 40_000;
    private static final CounterRanges NOTHING = new CounterRanges();
    private static final ConfigurationStart NO_FORMAT = new ConfigurationStart(0, 0, "", new byte[0], "");

    private final List<RecordedRun> runs;
    private final Rendition rendition;
    private final long targetMicros;
    private final Predicate<RecordedRun> growing;
    private final List<CutSpan> spans = new ArrayList<>();
    private boolean changes;
    private List<String> unchanged = List.of();
    private Set<Long> borrowed = Set.of();
    private double framesPerMicro;
    private int epoch = -1;
    private long end = Long.MIN_VALUE;
    private List<String> signature = List.of();

    /** What is to be one segment. @param next the counter behind */
    private record Stretch(DecodePoint start, long next, long endMicros) {}

    private PastCuts(List<RecordedRun> runs, Rendition rendition, long targetMicros, Predicate<RecordedRun> growing) {
        this.runs = runs;
        this.rendition = rendition;
        this.targetMicros = targetMicros;
        this.growing = growing;
    }

    /**
     * @param runs in the order in which they are played
     * @param growing whether the last segment of a run may still grow; it is left out then
     */
    static List<CutSpan> of(
            List<RecordedRun> runs, Rendition rendition, long targetMicros, Predicate<RecordedRun> growing) {
        PastCuts cuts = new PastCuts(runs, rendition, targetMicros, growing);
        Optional<Rendition> leader = firstVideo(runs).filter(first -> rendition.isVideo() && !first.equals(rendition));
        if (leader.isPresent()) {
            return PastFollower.of(runs, rendition, of(runs, leader.get(), targetMicros, growing));
        }
        runs.forEach(cuts::cut);
        return rendition.isText() ? PastText.of(runs, cuts.spans) : cuts.spans;
    }

    /** The runs of which something was received lately, whatever the device's clock says. */
    static Predicate<RecordedRun> growingAt(Instant now) {
        long settledMillis = now.minus(SETTLED).toEpochMilli();
        return run -> run.receivedMillis().isPresent() && run.receivedMillis().getAsLong() > settledMillis;
    }

    private static Optional<Rendition> firstVideo(List<RecordedRun> runs) {
        return runs.stream()
                .flatMap(run -> run.tracks().stream())
                .filter(track -> !track.configurations().isEmpty())
                .map(RecordedTrack::rendition)
                .filter(Rendition::isVideo)
                .min(Rendition::compareTo);
    }

    private void cut(RecordedRun run) {
        changes = run.cutTracks().stream()
                .anyMatch(track -> track.configurations().size() > 1);
        unchanged = signature(run);
        CutPoints cutPoints = CutPoints.of(run);
        List<DecodePoint> points = cutPoints.points();
        borrowed = cutPoints.borrowed();
        framesPerMicro = densest(points);
        int from = 0;
        while (from < points.size()) {
            int behind = behindSegment(run, points, from);
            boolean open = behind == points.size() && growing.test(run);
            if (!open) {
                add(run, points, from, behind);
            }
            from = behind;
        }
    }

    private int behindSegment(RecordedRun run, List<DecodePoint> points, int from) {
        long limit = points.get(from).timeMicros() + targetMicros + ROUNDING_MICROS;
        int behind = from + 1;
        while (behind < points.size()) {
            long nextEnd = behind + 1 < points.size() ? points.get(behind + 1).timeMicros() : run.lastTimeMicros();
            if (nextEnd > limit || breaks(run, points.get(behind - 1), points.get(behind))) {
                break;
            }
            behind++;
        }
        return behind;
    }

    private boolean breaks(RecordedRun run, DecodePoint a, DecodePoint b) {
        return pause(run, a, b) > 0
                || borrowed.contains(a.counter()) != borrowed.contains(b.counter())
                || changes && !signature(run, a.counter()).equals(signature(run, b.counter()));
    }

    /** µs without frames between two points, as far as counters and times tell; 0 unless it is a discontinuity. */
    private long pause(RecordedRun run, DecodePoint a, DecodePoint b) {
        long interval = b.timeMicros() - a.timeMicros();
        if (interval > CutPoints.LONGEST_GOP_MICROS) {
            long recorded = (long) ((b.counter() - a.counter()) / framesPerMicro);
            if (recorded < interval / FAR_FEWER) {
                return interval - Math.max(recorded, PAUSE_MICROS);
            }
        }
        long missing = missing(run, a.counter(), b.counter()).size();
        long pause = missing == 0 ? 0 : interval * missing / (b.counter() - a.counter());
        return pause > PAUSE_MICROS ? pause : 0;
    }

    /** Counters a µs where there are most; very short groups of pictures say nothing. */
    private static double densest(List<DecodePoint> points) {
        double densest = 0;
        for (int i = 1; i < points.size(); i++) {
            long interval = points.get(i).timeMicros() - points.get(i - 1).timeMicros();
            if (interval >= SHORT_GOP_MICROS) {
                long frames = points.get(i).counter() - points.get(i - 1).counter();
                densest = Math.max(densest, (double) frames / interval);
            }
        }
        return densest;
    }

    private static CounterRanges missing(RecordedRun run, long first, long next) {
        return run.present().containsAll(first, next - 1)
                ? NOTHING
                : run.present().missing(first, next - 1);
    }

    private void add(RecordedRun run, List<DecodePoint> points, int from, int behind) {
        DecodePoint start = points.get(from);
        long next = behind < points.size()
                ? points.get(behind).counter()
                : run.present().last() + 1;
        long endMicros = behind < points.size()
                ? points.get(behind).timeMicros() - pause(run, points.get(behind - 1), points.get(behind))
                : Math.max(run.lastTimeMicros(), start.timeMicros()) + FRAME_MICROS;
        List<String> now = signature(run, start.counter());
        if (next <= start.counter()) {
            return;
        }
        if (epoch < 0 || !follows(start.timeMicros()) || !now.equals(signature)) {
            epoch++;
        }
        signature = now;
        end = endMicros;
        endBefore(start.timeMicros());
        spans.add(span(run, new Stretch(start, next, endMicros)));
    }

    /** A run's end is a guess by its last frame, and exact where the next run follows at once. */
    private void endBefore(long startMicros) {
        CutSpan last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last == null || last.endMicros() <= startMicros || last.startMicros() >= startMicros) {
            return;
        }
        spans.set(spans.size() - 1, last.endingAt(startMicros));
    }

    private boolean follows(long startMicros) {
        return startMicros >= end - OVERLAP_MICROS && startMicros <= end + PAUSE_MICROS;
    }

    private CutSpan span(RecordedRun run, Stretch stretch) {
        if (rendition.isText()) {
            return textSpan(run, stretch);
        }
        Optional<ConfigurationStart> own = run.track(rendition)
                .flatMap(track -> track.configurationAt(stretch.start().counter()));
        boolean pictures = !rendition.isVideo()
                || !borrowed.contains(stretch.start().counter())
                        && !run.track(rendition)
                                .orElseThrow(() -> noTrack(run))
                                .keyFrames()
                                .isEmpty();
        if (own.isPresent() && pictures) {
            CounterRanges missing = missing(run, stretch.start().counter(), stretch.next());
            return span(Kind.MEDIA, run, stretch, own.get(), missing);
        }
        return instead(run, stretch);
    }

    /** Where nothing is said there is a segment too: it is empty. */
    private CutSpan textSpan(RecordedRun run, Stretch stretch) {
        ConfigurationStart format = run.track(rendition)
                .flatMap(track -> track.configurationAt(stretch.start().counter()))
                .orElse(NO_FORMAT);
        return span(Kind.MEDIA, run, stretch, format, NOTHING);
    }

    /** What is listed where nothing of this rendition was recorded. */
    private CutSpan instead(RecordedRun run, Stretch stretch) {
        if (!rendition.isVideo()) {
            for (RecordedRun other : runs) {
                Optional<ConfigurationStart> format = other.track(rendition).flatMap(track -> track.configurationAt(0));
                if (format.isPresent()) {
                    return span(Kind.SILENCE, other, stretch, format.get(), NOTHING);
                }
            }
        }
        return span(Kind.GAP, run, stretch, NO_FORMAT, NOTHING);
    }

    private IllegalStateException noTrack(RecordedRun run) {
        return new IllegalStateException("run " + run.run() + " has a configuration of " + rendition + " but no track");
    }

    private CutSpan span(
            Kind kind, RecordedRun run, Stretch stretch, ConfigurationStart format, CounterRanges missing) {
        return new CutSpan(
                kind,
                run.day(),
                run.run(),
                stretch.start().counter(),
                stretch.next(),
                stretch.start().timeMicros(),
                Math.max(stretch.endMicros(), stretch.start().timeMicros() + 1),
                epoch,
                format.number(),
                format.tag(),
                missing);
    }

    /** What decoders have to be set up for: a change is a discontinuity for all renditions alike. */
    private List<String> signature(RecordedRun run, long counter) {
        return changes
                ? run.cutTracks().stream()
                        .map(track -> track.configurationAt(counter)
                                .map(ConfigurationStart::tag)
                                .orElse(""))
                        .toList()
                : unchanged;
    }

    /** Of a run in which nothing changes. */
    private static List<String> signature(RecordedRun run) {
        return run.cutTracks().stream()
                .map(track -> track.configurations().isEmpty()
                        ? ""
                        : track.configurations().get(0).tag())
                .toList();
    }
}
