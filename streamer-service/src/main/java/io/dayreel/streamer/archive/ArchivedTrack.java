package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.segments.SegmentRecord.StoredTrack;
import java.util.List;

/**
 * What a segment holds of one track in one type and codec.
 *
 * @param type name of the frame type as announcements have it, e.g. {@code video}
 * @param codec e.g. {@code H264}
 * @param frames of the track in the segment
 * @param bytes of their messages, headers included
 * @param configurations that the frames name, by run and number
 */
public record ArchivedTrack(
        int track, String type, String codec, long frames, long bytes, List<Configuration> configurations) {
    private static final int BASE_BYTES = 100;
    private static final int BYTES_PER_CONFIGURATION = 40;

    public ArchivedTrack {
        configurations = List.copyOf(configurations);
    }

    /** @param first the lowest counter of a frame of the track in that run and segment that names the number */
    public record Configuration(int run, int number, long first) {}

    static ArchivedTrack of(StoredTrack track, Announced segment) {
        return new ArchivedTrack(
                track.track(),
                track.type().intern(),
                track.codec().intern(),
                track.frames(),
                track.bytes(),
                track.configurations().stream()
                        .map(each -> new Configuration(
                                each.run(), each.number(), each.first().orElseGet(() -> lowest(segment, each.run()))))
                        .toList());
    }

    /** An older announcement does not say from where on; with one number per run, which is usual, this is so. */
    private static long lowest(Announced segment, int run) {
        return segment.runs().stream()
                .filter(stored -> stored.run() == run && !stored.ranges().isEmpty())
                .mapToLong(stored -> stored.ranges().first())
                .findFirst()
                .orElse(0);
    }

    long memoryBytes() {
        return BASE_BYTES + (long) configurations.size() * BYTES_PER_CONFIGURATION;
    }
}
