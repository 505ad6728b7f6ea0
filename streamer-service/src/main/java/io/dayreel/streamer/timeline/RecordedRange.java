package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was recorded in a range of time, by the index alone.
 *
 * @param fromMicros first instant asked for, µs since 1970-01-01
 * @param toMicros first instant not asked for
 * @param runs those that have frames in it, in the order in which they are played
 * @param captions files of captions that were sent beside them: of uploaded videos only
 */
public record RecordedRange(long fromMicros, long toMicros, List<RecordedRun> runs, List<RecordedRun> captions) {

    /** Where a range begins that is of an uploaded video: its times count from 0. */
    public static final long VIDEO_START = 0;

    /** Where such a range ends: no video is longer than a year. */
    public static final long VIDEO_END = 366 * 86_400_000_000L;

    /** Without files of captions. */
    public RecordedRange(long fromMicros, long toMicros, List<RecordedRun> runs) {
        this(fromMicros, toMicros, runs, List.of());
    }

    /** Looks a range up. May block on the network. */
    public static RecordedRange of(StreamIndex index, DeviceId device, long fromMicros, long toMicros) {
        List<RecordedRun> runs = new ArrayList<>();
        for (Day day : days(index, device, fromMicros, toMicros)) {
            index.recording(device, day).stream()
                    .filter(run -> run.lastTimeMicros() >= fromMicros && run.firstTimeMicros() < toMicros)
                    .forEach(runs::add);
        }
        List<RecordedRun> captions = fromMicros == VIDEO_START ? index.captions(device) : List.of();
        return new RecordedRange(fromMicros, toMicros, List.copyOf(runs), captions);
    }

    /**
     * A track goes over to a new day at its first key frame in it: the day before may reach into a range. A range from 0 is
     * of an uploaded video, whose times begin there.
     */
    public static List<Day> days(StreamIndex index, DeviceId device, long fromMicros, long toMicros) {
        if (fromMicros == VIDEO_START) {
            return index.days(device).contains(Day.VIDEO) ? List.of(Day.VIDEO) : List.of();
        }
        Day first = new Day(Math.max(1, Day.ofMicros(fromMicros).number() - 1));
        Day last = Day.ofMicros(toMicros - 1);
        return first.compareTo(last) > 0
                ? List.of()
                : List.copyOf(index.days(device).subSet(first, true, last, true));
    }

    /** All that say what the renditions are. */
    public List<RecordedRun> described() {
        return Stream.concat(runs.stream(), captions.stream()).toList();
    }

    /** Those that have pictures or sound of their own. Text belongs to them, and decides nothing of how they are cut. */
    public TreeSet<Rendition> cutRenditions() {
        TreeSet<Rendition> cut = renditions();
        cut.removeIf(Rendition::isText);
        return cut;
    }

    /** All renditions that have frames. */
    public TreeSet<Rendition> renditions() {
        TreeSet<Rendition> all = new TreeSet<>();
        for (RecordedRun run : described()) {
            for (RecordedTrack track : run.tracks()) {
                if (!track.configurations().isEmpty()) {
                    all.add(track.rendition());
                }
            }
        }
        return all;
    }
}
