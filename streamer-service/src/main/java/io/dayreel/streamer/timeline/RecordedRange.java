package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What was recorded in a range of time, by the index alone.
 *
 * @param fromMicros first instant asked for, µs since 1970-01-01
 * @param toMicros first instant not asked for
 * @param runs those that have frames in it, in the order in which they are played
 */
public record RecordedRange(long fromMicros, long toMicros, List<RecordedRun> runs) {

    /** Looks a range up. May block on the network. */
    public static RecordedRange of(StreamIndex index, DeviceId device, long fromMicros, long toMicros) {
        List<RecordedRun> runs = new ArrayList<>();
        for (Day day : days(index, device, fromMicros, toMicros)) {
            index.recording(device, day).stream()
                    .filter(run -> run.lastTimeMicros() >= fromMicros && run.firstTimeMicros() < toMicros)
                    .forEach(runs::add);
        }
        return new RecordedRange(fromMicros, toMicros, List.copyOf(runs));
    }

    /** A track goes over to a new day at its first key frame in it: the day before may reach into a range. */
    public static List<Day> days(StreamIndex index, DeviceId device, long fromMicros, long toMicros) {
        Day first = new Day(Math.max(1, Day.ofMicros(fromMicros).number() - 1));
        Day last = Day.ofMicros(toMicros - 1);
        return first.compareTo(last) > 0
                ? List.of() // 1970-01-01 is no calendar day
                : List.copyOf(index.days(device).subSet(first, true, last, true));
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
        for (RecordedRun run : runs) {
            for (RecordedTrack track : run.tracks()) {
                if (!track.configurations().isEmpty()) {
                    all.add(track.rendition());
                }
            }
        }
        return all;
    }
}
