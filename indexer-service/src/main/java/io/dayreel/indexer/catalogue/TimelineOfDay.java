package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.contracts.segments.SegmentRecord.StoredTrack;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Draws a day from its announced segments alone (I10): stretches without a hole, and the holes between them. A hole is
 * what lies between two received counters of one run; what may follow the newest frame is sync-service's to say. So is
 * which frames of a hole are lost: where the reason changes, one hole ends and the next begins.
 */
public final class TimelineOfDay {
    private final Day day;
    private final String revision;
    private final List<SegmentRecord.Announced> segments;
    private final LostOfDay lost;

    /** @param segments of one stream, in any order */
    public TimelineOfDay(Day day, String revision, List<SegmentRecord.Announced> segments, LostOfDay lost) {
        this.day = day;
        this.revision = revision;
        this.segments = List.copyOf(segments);
        this.lost = lost;
    }

    public Timeline with(List<Timeline.Event> events) {
        Map<Integer, CounterRanges> runs = new TreeMap<>();
        for (SegmentRecord.Announced segment : segments) {
            for (StoredRun run : segment.runs()) {
                runs.computeIfAbsent(run.run(), each -> new CounterRanges()).addAll(run.ranges());
            }
        }
        List<Timeline.Recorded> recorded = new ArrayList<>();
        List<Timeline.Hole> holes = new ArrayList<>();
        runs.forEach((run, ranges) -> {
            CounterTimes times = CounterTimes.of(run, segments);
            for (CounterRange range : ranges.ranges()) {
                recorded.add(new Timeline.Recorded(
                        times.at(range.first()), times.at(range.last()), run, CounterRanges.of(range)));
            }
            CounterRanges missing = ranges.missing(0, ranges.last());
            for (LostFrames gone : lost.within(run, missing)) {
                add(holes, run, gone.ranges(), times, Optional.of(gone.reason()));
                missing = missing.minus(gone.ranges());
            }
            add(holes, run, missing, times, Optional.empty());
        });
        recorded.sort(Comparator.comparing(Timeline.Recorded::from));
        holes.sort(Comparator.comparing(Timeline.Hole::from));
        return new Timeline(day, revision, recorded, holes, events, tracks());
    }

    private static void add(
            List<Timeline.Hole> holes, int run, CounterRanges counters, CounterTimes times, Optional<String> cause) {
        for (CounterRange hole : counters.ranges()) {
            holes.add(new Timeline.Hole(
                    times.at(Math.max(0, hole.first() - 1)),
                    times.at(hole.last() + 1),
                    run,
                    CounterRanges.of(hole),
                    cause.isPresent() ? Timeline.Hole.LOST : Timeline.Hole.MISSING,
                    cause));
        }
    }

    private List<Timeline.Track> tracks() {
        Map<Integer, Timeline.Track> tracks = new LinkedHashMap<>();
        for (SegmentRecord.Announced segment : segments) {
            for (StoredTrack track : segment.tracks()) {
                if (isMedia(track.type())) {
                    tracks.put(track.track(), new Timeline.Track(track.track(), track.type(), track.codec()));
                }
            }
        }
        return List.copyOf(tracks.values());
    }

    private static boolean isMedia(String type) {
        return switch (type) {
            case "video", "audio", "telemetry", "event", "text", "data" -> true;
            default -> false;
        };
    }
}
