package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.catalogue.Timeline;
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
import java.util.TreeMap;

/**
 * Draws a day from its announced segments alone (I10): stretches without a hole, and the holes between them. A hole is
 * what lies between two received counters of one run; what may follow the newest frame is sync-service's to say.
 */
public final class TimelineOfDay {
    private final Day day;
    private final String revision;
    private final List<SegmentRecord.Announced> segments;

    /** @param segments of one stream, in any order */
    public TimelineOfDay(Day day, String revision, List<SegmentRecord.Announced> segments) {
        this.day = day;
        this.revision = revision;
        this.segments = List.copyOf(segments);
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
            for (CounterRange hole : ranges.missing(0, ranges.last()).ranges()) {
                holes.add(new Timeline.Hole(
                        times.at(Math.max(0, hole.first() - 1)),
                        times.at(hole.last() + 1),
                        run,
                        CounterRanges.of(hole),
                        "missing"));
            }
        });
        recorded.sort(Comparator.comparing(Timeline.Recorded::from));
        holes.sort(Comparator.comparing(Timeline.Hole::from));
        return new Timeline(day, revision, recorded, holes, events, tracks());
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
