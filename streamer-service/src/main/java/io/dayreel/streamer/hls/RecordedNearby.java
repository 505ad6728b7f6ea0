package io.dayreel.streamer.hls;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.timeline.StreamIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;

/** What was recorded next to a range in which nothing was. Thread-safe; may block on the network. */
public final class RecordedNearby {
    private static final long MICROS = 1_000_000;

    private final StreamIndex index;

    public RecordedNearby(StreamIndex index) {
        this.index = index;
    }

    /** A stretch of time. */
    public record Recorded(Instant from, Instant to) {}

    /** The last run that ended before it and the first that began after it, as far as there are any. */
    public List<Recorded> of(PastPlaylists.Range range) {
        DeviceId device = range.device();
        NavigableSet<Day> days = index.days(device);
        List<Recorded> found = new ArrayList<>();
        for (Day day : days.headSet(Day.ofMicros(range.fromMicros()), true).descendingSet()) {
            var before = index.recording(device, day).stream()
                    .filter(run -> run.lastTimeMicros() < range.fromMicros())
                    .max(Comparator.comparingLong(RecordedRun::lastTimeMicros));
            if (before.isPresent()) {
                found.add(recorded(before.get()));
                break;
            }
        }
        for (Day day : days.tailSet(Day.ofMicros(range.toMicros()), true)) {
            var after = index.recording(device, day).stream()
                    .filter(run -> run.firstTimeMicros() >= range.toMicros())
                    .min(Comparator.comparingLong(RecordedRun::firstTimeMicros));
            if (after.isPresent()) {
                found.add(recorded(after.get()));
                break;
            }
        }
        return found;
    }

    private static Recorded recorded(RecordedRun run) {
        return new Recorded(instant(run.firstTimeMicros()), instant(run.lastTimeMicros()));
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
    }
}
