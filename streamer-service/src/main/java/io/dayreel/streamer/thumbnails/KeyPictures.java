package io.dayreel.streamer.thumbnails;

import io.dayreel.media.cmaf.SampleTimes;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.timeline.StreamIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds key frames by time, from the index alone. Asks for each day once: for one request, one thread; may block on the
 * network.
 */
final class KeyPictures {
    /** A key frame so much older than the time asked for does not show it. */
    private static final long MAX_AGE_MICROS = 60_000_000;

    private final StreamIndex index;
    private final DeviceId device;
    private final OptionalInt track;
    private final Map<Day, List<RecordedRun>> days = new HashMap<>();

    /** @param track the one with the smallest number if absent */
    KeyPictures(StreamIndex index, DeviceId device, OptionalInt track) {
        this.index = index;
        this.device = device;
        this.track = track;
    }

    /** The newest key frame at or before a capture time; empty if nothing was recorded then. */
    Optional<KeyPicture> atOrBefore(long timeMicros) {
        Day day = Day.ofMicros(timeMicros);
        Optional<KeyPicture> found = newest(day, timeMicros);
        return found.isPresent() || day.number() == 0 ? found : newest(new Day(day.number() - 1), timeMicros);
    }

    private Optional<KeyPicture> newest(Day day, long timeMicros) {
        KeyPicture newest = null;
        for (RecordedRun run : days.computeIfAbsent(day, each -> index.recording(device, each))) {
            if (timeMicros > run.lastTimeMicros() + SampleTimes.HOLE_MICROS) {
                continue;
            }
            Optional<RecordedTrack> shown = run.tracks().stream()
                    .filter(each -> each.rendition().isVideo())
                    .filter(each -> track.isEmpty() || each.rendition().track() == track.getAsInt())
                    .findFirst();
            Optional<DecodePoint> key = shown.flatMap(each -> DecodePoint.lastAtOrBefore(each.keyFrames(), timeMicros));
            if (key.isPresent() && (newest == null || key.get().timeMicros() > newest.timeMicros())) {
                newest = picture(day, run.run(), shown.get(), key.get());
            }
        }
        return Optional.ofNullable(newest).filter(picture -> timeMicros - picture.timeMicros() <= MAX_AGE_MICROS);
    }

    private KeyPicture picture(Day day, int run, RecordedTrack shown, DecodePoint key) {
        int configuration = shown.configurationAt(key.counter())
                .map(ConfigurationStart::number)
                .orElse(-1);
        return new KeyPicture(
                device.on(day), run, shown.rendition().track(), key.counter(), key.timeMicros(), configuration);
    }
}
