package io.dayreel.streamer.media;

import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.Silence;
import io.dayreel.media.cmaf.TrackFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Digital silence where pictures have no sound: players stop at a hole in a track that they were promised. */
final class SilentSamples {
    private static final long MICROS = 1_000_000;

    private SilentSamples() {}

    /** Units one behind the other from a time on, as long as they fit; empty if the codec has none. */
    static List<Sample> between(TrackFormat format, long startMicros, long endMicros) {
        List<Sample> units = new ArrayList<>();
        byte[] unit = Silence.unit(format).orElse(null);
        if (unit == null) {
            return units;
        }
        long ticks = Silence.durationTicks(format);
        long duration = ticks * MICROS / format.timescale();
        for (long n = 0; ; n++) {
            long time = startMicros + n * ticks * MICROS / format.timescale();
            if (time + duration / 2 > endMicros) {
                return units;
            }
            units.add(new Sample(time, 0, duration, true, ByteBuffer.wrap(unit)));
        }
    }
}
