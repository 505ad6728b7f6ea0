package io.dayreel.streamer.rendition;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the index alone says of one run, out of tail and archive (I10).
 *
 * @param firstTimeMicros smallest decode time, µs since 1970-01-01
 * @param lastTimeMicros greatest decode time
 * @param receivedMillis when its newest frame was received, by our clock, ms since 1970-01-01; empty when that is archived
 *     or ends the run
 * @param present counters that are there
 * @param tracks its renditions in their order
 * @param marks where frames begin that are a few seconds apart, for runs without video
 * @param events in order of time
 * @param place in an uploaded video; where frames are recorded, they have their own times
 */
public record RecordedRun(
        Day day,
        int run,
        long firstTimeMicros,
        long lastTimeMicros,
        OptionalLong receivedMillis,
        CounterRanges present,
        List<RecordedTrack> tracks,
        List<DecodePoint> marks,
        List<RecordedEvent> events,
        Place place) {

    /** Runs of a video from here on, before the last of all, are files of captions; parts have lower ones. */
    public static final int FIRST_OF_CAPTIONS = 65_000;

    private static final int END_OF_VIDEO = 0xFFFF;

    /**
     * Where an uploaded part is in its video.
     *
     * @param shiftMicros how much later than their own its frames are; all other times of the run are shifted already
     * @param endMicros where it ends, exactly; unknown of what was recorded
     */
    public record Place(long shiftMicros, OptionalLong endMicros) {
        /** Of what was recorded. */
        public static final Place OWN = new Place(0, OptionalLong.empty());
    }

    public RecordedRun {
        tracks = List.copyOf(tracks);
        events = List.copyOf(events);
    }

    /** A run of a recording. */
    public RecordedRun(
            Day day,
            int run,
            long firstTimeMicros,
            long lastTimeMicros,
            OptionalLong receivedMillis,
            CounterRanges present,
            List<RecordedTrack> tracks,
            List<DecodePoint> marks,
            List<RecordedEvent> events) {
        this(day, run, firstTimeMicros, lastTimeMicros, receivedMillis, present, tracks, marks, events, Place.OWN);
    }

    /** The same part of a video at a place in it. */
    public RecordedRun placed(Place at) {
        return new RecordedRun(
                day,
                run,
                firstTimeMicros + at.shiftMicros(),
                lastTimeMicros + at.shiftMicros(),
                receivedMillis,
                present,
                tracks.stream().map(track -> track.later(at.shiftMicros())).toList(),
                DecodePoint.later(marks, at.shiftMicros()),
                events.stream().map(event -> event.later(at.shiftMicros())).toList(),
                at);
    }

    /** Whether it is a file of captions, whose times are those of the whole video. */
    public boolean isOfCaptions() {
        return isOfCaptions(day, run);
    }

    /** Whether a run of a day is a file of captions. */
    public static boolean isOfCaptions(Day day, int run) {
        return !day.isCalendarDay() && run >= FIRST_OF_CAPTIONS && run < END_OF_VIDEO;
    }

    /** Those of pictures and sound, which decide how the run is cut. */
    public List<RecordedTrack> cutTracks() {
        return tracks.stream().filter(track -> !track.rendition().isText()).toList();
    }

    public Optional<RecordedTrack> track(Rendition rendition) {
        return tracks.stream()
                .filter(track -> track.rendition().equals(rendition))
                .findFirst();
    }
}
