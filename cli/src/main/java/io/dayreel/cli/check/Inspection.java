package io.dayreel.cli.check;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentScan;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file of frames or a segment holds, counted frame by frame, each checked by its CRC. Damage is skipped and
 * named, so that a torn file tells what can be read of it.
 */
final class Inspection {
    private static final long SEGMENT_MAGIC = 0x4452534547310000L;

    private final Map<String, RunCount> runs = new TreeMap<>();
    private final Map<String, TrackCount> tracks = new TreeMap<>();

    /** What was found. @param kind segment, torn segment or frames @param root of a whole segment, as its trailer says */
    record Report(
            String name,
            String kind,
            Optional<String> stream,
            Optional<String> root,
            long bytes,
            long frames,
            List<RunReport> runs,
            List<TrackReport> tracks,
            long skippedBytes,
            List<String> damage) {}

    /** One run. @param ended whether its end is in here */
    record RunReport(
            String day, int run, long frames, CounterRanges ranges, Instant first, Instant last, boolean ended) {}

    /** One track. */
    record TrackReport(int track, String type, String codec, long frames, long keyFrames, long bytes) {}

    static Report of(String name, ByteSource source) throws IOException {
        Inspection inspection = new Inspection();
        boolean segment =
                source.size() >= Long.BYTES && source.read(0, Long.BYTES).getLong() == SEGMENT_MAGIC;
        Optional<String> root = segment ? root(source) : Optional.empty();
        SegmentScan.Result result = SegmentScan.scan(source, (offset, frame) -> inspection.count(frame));
        String kind = !segment ? "frames" : root.isPresent() ? "segment" : "torn segment (it has no end)";
        return new Report(
                name,
                kind,
                result.header().map(header -> header.stream().toString()),
                root,
                source.size(),
                result.frames(),
                inspection.runReports(),
                inspection.trackReports(),
                result.skippedBytes(),
                result.damaged().stream()
                        .map(range -> "bytes " + range.offset() + "-" + (range.end() - 1))
                        .toList());
    }

    private static Optional<String> root(ByteSource source) throws IOException {
        try {
            return Optional.of(new SegmentReader(source).root().toString());
        } catch (FrameException noFooter) {
            return Optional.empty();
        }
    }

    private void count(FrameView frame) {
        String day = new Day(frame.day()).toString();
        runs.computeIfAbsent(String.format("%s/%05d", day, frame.run()), key -> new RunCount(day, frame.run()))
                .add(frame);
        tracks.computeIfAbsent(
                        String.format("%03d %03d %03d", frame.track(), frame.typeCode(), frame.codecCode()),
                        key -> new TrackCount(frame))
                .add(frame);
    }

    private List<RunReport> runReports() {
        List<RunReport> reports = new ArrayList<>();
        runs.values().forEach(run -> reports.add(run.report()));
        return reports;
    }

    private List<TrackReport> trackReports() {
        List<TrackReport> reports = new ArrayList<>();
        tracks.values().forEach(track -> reports.add(track.report()));
        return reports;
    }

    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static final class RunCount {
        private final String day;
        private final int run;
        private final CounterRanges counters = new CounterRanges();
        private long frames;
        private long firstMicros = Long.MAX_VALUE;
        private long lastMicros = Long.MIN_VALUE;
        private boolean ended;

        RunCount(String day, int run) {
            this.day = day;
            this.run = run;
        }

        void add(FrameView frame) {
            frames++;
            counters.add(frame.counter());
            firstMicros = Math.min(firstMicros, frame.timeMicros());
            lastMicros = Math.max(lastMicros, frame.timeMicros());
            ended |= frame.type() == FrameType.END_OF_RUN;
        }

        RunReport report() {
            return new RunReport(day, run, frames, counters, instant(firstMicros), instant(lastMicros), ended);
        }

        private static Instant instant(long micros) {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    }

    private static final class TrackCount {
        private final int track;
        private final String type;
        private final String codec;
        private long frames;
        private long keyFrames;
        private long bytes;

        TrackCount(FrameView frame) {
            this.track = frame.track();
            this.type = words(frame.type());
            this.codec = words(frame.codec());
        }

        void add(FrameView frame) {
            frames++;
            keyFrames += frame.isSync() ? 1 : 0;
            bytes += frame.length();
        }

        TrackReport report() {
            return new TrackReport(track, type, codec, frames, keyFrames, bytes);
        }
    }
}
