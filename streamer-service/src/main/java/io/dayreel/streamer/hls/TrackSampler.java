package io.dayreel.streamer.hls;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.timeline.FrameCursor;
import io.dayreel.streamer.timeline.Landing;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelinePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures how much there is of each rendition, by the newest frames in the tail. Thread-safe. */
final class TrackSampler {
    private static final int MAX_FRAMES = 2_000;
    private static final long SAMPLE_MICROS = 4_000_000;

    /** Tracks are not in step to the microsecond. */
    private static final long LATER_MICROS = 500_000;

    private static final long BITS = 8;
    private static final long MICROS = 1_000_000;

    private final Timeline timeline;

    TrackSampler(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Of the last seconds of a recording, as far as the tail has them. */
    Map<Rendition, TrackRate> sample(DeviceId device, RecordedRange recent) {
        List<RecordedRun> runs = recent.runs();
        if (runs.isEmpty()) {
            return Map.of();
        }
        RecordedRun run = runs.get(runs.size() - 1);
        long end = Math.min(run.lastTimeMicros(), recent.toMicros());
        TimelinePosition position = new TimelinePosition(run.day(), run.run(), start(run, end));
        Landing landing = Landing.at(position, run.firstTimeMicros(), true);
        Map<Rendition, Count> counts = new HashMap<>();
        try (FrameCursor cursor = timeline.open(device, landing, Long.MAX_VALUE)) {
            int frames = 0;
            while (frames < MAX_FRAMES
                    && cursor.advance() == FrameCursor.Step.FRAME
                    && cursor.frame().timeMicros() <= end + LATER_MICROS) {
                count(cursor.frame(), counts);
                frames++;
            }
        }
        Map<Rendition, TrackRate> rates = new TreeMap<>();
        counts.forEach((rendition, count) -> rates.put(rendition, count.rate()));
        return rates;
    }

    /** A key frame some seconds before the end. */
    private static long start(RecordedRun run, long endMicros) {
        long from = endMicros - SAMPLE_MICROS;
        return run.tracks().stream()
                .map(RecordedTrack::keyFrames)
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .or(() -> Optional.of(run.marks()))
                .flatMap(points -> DecodePoint.lastAtOrBefore(points, from)
                        .or(() -> points.stream().findFirst()))
                .map(DecodePoint::counter)
                .orElse(run.present().isEmpty() ? 0 : run.present().first());
    }

    private static void count(FrameView frame, Map<Rendition, Count> counts) {
        if (frame.type() == FrameType.VIDEO) {
            counts.computeIfAbsent(Rendition.video(frame.track()), r -> new Count())
                    .add(frame);
        } else if (frame.type() == FrameType.AUDIO) {
            counts.computeIfAbsent(Rendition.audio(frame.track()), r -> new Count())
                    .add(frame);
        }
    }

    /** Counts from one frame to the last one that follows it. */
    private static final class Count {
        private long frames;
        private long bytes;
        private long lastBytes;
        private long firstTime = Long.MAX_VALUE;
        private long lastTime;
        private long secondStart;
        private long secondBytes;
        private long peak;

        void add(FrameView frame) {
            if (firstTime == Long.MAX_VALUE) {
                firstTime = frame.timeMicros();
                secondStart = firstTime;
            }
            if (frame.timeMicros() - secondStart >= MICROS) {
                peak = Math.max(peak, secondBytes * BITS * MICROS / (frame.timeMicros() - secondStart));
                secondStart = frame.timeMicros();
                secondBytes = 0;
            }
            frames++;
            bytes += frame.length();
            secondBytes += frame.length();
            lastBytes = frame.length();
            lastTime = frame.timeMicros();
        }

        TrackRate rate() {
            return new TrackRate(frames - 1, bytes - lastBytes, Math.max(0, lastTime - firstTime), peak);
        }
    }
}
