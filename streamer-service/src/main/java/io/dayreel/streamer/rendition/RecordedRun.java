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
        List<RecordedEvent> events) {
    public RecordedRun {
        tracks = List.copyOf(tracks);
        events = List.copyOf(events);
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
