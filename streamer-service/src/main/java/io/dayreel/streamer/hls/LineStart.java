package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutRecord.StartedRendition;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Predicate;

/**
 * Begins lines: with what was recorded within the window, so that a first viewer can look back, and with part lengths
 * that fit the device's frames. Thread-safe; may block on the network.
 */
final class LineStart {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS = 1_000_000;

    /** Parts are a whole number of frames, whose times waver by so much. */
    private static final double WAVERING = 1.08;

    private static final int MAX_TARGET_SECONDS = 30;

    private final StreamIndex index;
    private final TrackSampler sampler;
    private final LiveStreams.Rules rules;

    LineStart(StreamIndex index, TrackSampler sampler, LiveStreams.Rules rules) {
        this.index = index;
        this.sampler = sampler;
        this.rules = rules;
    }

    /** The end of what a device recorded, as far back as the window reaches; empty if it never recorded. */
    Optional<RecordedRange> recent(DeviceId device) {
        return lastTimeMicros(device)
                .map(time -> RecordedRange.of(index, device, time - rules.windowMicros(), time + 1));
    }

    /** The greatest decode time of a device's newest day, µs since 1970-01-01; empty if it never recorded. */
    Optional<Long> lastTimeMicros(DeviceId device) {
        return index.days(device).descendingSet().stream()
                .flatMap(day -> index.lastTimeMicros(device.on(day)).stream())
                .findFirst();
    }

    /**
     * The record that begins a line.
     *
     * @param growing whether the device records at present, by our clock whatever its own says: the last segment may still
     *     grow, and is left out
     * @param before the device's line before, whose numbers are not used again
     * @return empty if there is nothing that could be listed
     */
    Optional<CutRecord.Started> begin(
            DeviceId device,
            RecordedRange recent,
            boolean growing,
            Optional<LiveLine> before,
            long nowMillis,
            String instance) {
        SortedSet<Rendition> renditions = recent.cutRenditions();
        if (renditions.isEmpty()) {
            return Optional.empty();
        }
        Map<Rendition, TrackRate> rates = sampler.sample(device, recent);
        int target = targetSeconds(recent, renditions.first());
        Predicate<RecordedRun> isLast = run -> growing && run.lastTimeMicros() >= recent.toMicros() - 1;
        List<List<CutSpan>> spans = new ArrayList<>();
        for (Rendition rendition : renditions) {
            spans.add(inWindow(PastCuts.of(recent.runs(), rendition, target * MICROS, isLast), recent.fromMicros()));
        }
        int longest = spans.stream().mapToInt(List::size).max().orElse(0);
        long used = before.map(line -> line.look(line.renditionNames().get(0), LiveRendition::openMsn))
                .orElse(0L);
        long next = Math.max(2 * (nowMillis / 1000), used + 1) + longest;
        List<StartedRendition> started = new ArrayList<>();
        int lastEpoch = lastEpoch(spans.get(0));
        int at = 0;
        for (Rendition rendition : renditions) {
            List<CutSpan> own = aligned(spans.get(at), lastEpoch);
            started.add(new StartedRendition(
                    rendition.toString(), partMicros(rates.get(rendition)), next - own.size(), own));
            at++;
        }
        return Optional.of(new CutRecord.Started(device, nowMillis, nowMillis, instance, target, started));
    }

    private static List<CutSpan> inWindow(List<CutSpan> spans, long fromMicros) {
        return spans.stream().filter(span -> span.endMicros() > fromMicros).toList();
    }

    private static int lastEpoch(List<CutSpan> spans) {
        return spans.isEmpty() ? 0 : spans.get(spans.size() - 1).epoch();
    }

    /** Discontinuities are numbered alike in all renditions (RFC 8216bis, 6.2.4). */
    private static List<CutSpan> aligned(List<CutSpan> spans, int lastEpoch) {
        int shift = lastEpoch - lastEpoch(spans);
        return shift == 0
                ? spans
                : spans.stream()
                        .map(span -> span.withEpoch(Math.max(0, span.epoch() + shift)))
                        .toList();
    }

    /** No group of pictures should be longer than a segment. */
    private int targetSeconds(RecordedRange recent, Rendition leader) {
        long longest = rules.segmentMicros();
        for (RecordedRun run : recent.runs()) {
            List<DecodePoint> keys =
                    run.track(leader).map(RecordedTrack::keyFrames).orElse(List.of());
            for (int i = 1; i < keys.size(); i++) {
                long gop = keys.get(i).timeMicros() - keys.get(i - 1).timeMicros();
                if (gop <= MAX_TARGET_SECONDS * MICROS) {
                    longest = Math.max(longest, gop);
                }
            }
        }
        return Tags.targetSeconds(longest);
    }

    private long partMicros(TrackRate rate) {
        if (rate == null || !rate.isKnown()) {
            return rules.partMicros();
        }
        double interval = MICROS / rate.framesPerSecond();
        long frames = Math.max(1, Math.round(rules.partMicros() / interval));
        return (long) Math.ceil(frames * interval * WAVERING / MICROS_PER_MILLI) * MICROS_PER_MILLI;
    }
}
