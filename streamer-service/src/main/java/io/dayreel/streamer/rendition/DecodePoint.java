package io.dayreel.streamer.rendition;

import java.util.List;
import java.util.Optional;

/**
 * A frame at which a segment may begin.
 *
 * @param counter within its run
 * @param timeMicros decode time, µs since 1970-01-01
 */
public record DecodePoint(long counter, long timeMicros) {

    /** The same points at later times. */
    static List<DecodePoint> later(List<DecodePoint> points, long micros) {
        return points.stream()
                .map(point -> new DecodePoint(point.counter(), point.timeMicros() + micros))
                .toList();
    }

    /** The newest of points in the order of their times that is not later than a time; empty if all are. */
    public static Optional<DecodePoint> lastAtOrBefore(List<DecodePoint> points, long timeMicros) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).timeMicros() <= timeMicros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? Optional.empty() : Optional.of(points.get(low - 1));
    }
}
