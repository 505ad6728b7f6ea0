package io.dayreel.streamer.dash;

import io.dayreel.contracts.cuts.CutSpan;
import java.util.List;
import java.util.Optional;

/**
 * Writes when the segments of a rendition begin and how long they are (ISO/IEC 23009-1, 5.3.9.6): those of one length one
 * behind the other in one element. One use by one thread.
 */
final class SegmentTimes {
    private final Xml xml;
    private boolean first = true;
    private long startMillis;
    private long lengthMillis;
    private int repeats;
    private boolean timed;

    private SegmentTimes(Xml xml) {
        this.xml = xml;
    }

    /** @param spans at least one, in order; where nothing is between two of them, nothing is said */
    static void write(Xml xml, List<CutSpan> spans) {
        SegmentTimes times = new SegmentTimes(xml);
        xml.open("SegmentTimeline");
        for (int i = 0; i < spans.size(); i++) {
            long start = MpdTimes.millis(spans.get(i).startMicros());
            long end = MpdTimes.millis(spans.get(i).endMicros());
            long limit = i + 1 < spans.size() ? MpdTimes.millis(spans.get(i + 1).startMicros()) : Long.MAX_VALUE;
            times.add(start, Math.max(1, Math.min(end, limit) - start)); // runs may overlap by a tenth of a second
        }
        times.element();
        xml.close();
    }

    private void add(long start, long length) {
        long end = startMillis + lengthMillis * (repeats + 1);
        if (!first && start == end && length == lengthMillis) {
            repeats++;
            return;
        }
        if (!first) {
            element();
        }
        timed = first || start != end;
        first = false;
        startMillis = start;
        lengthMillis = length;
        repeats = 0;
    }

    private void element() {
        Optional<Long> start = timed ? Optional.of(startMillis) : Optional.empty();
        Optional<Integer> more = repeats > 0 ? Optional.of(repeats) : Optional.empty();
        xml.empty("S", "t", start, "d", lengthMillis, "r", more);
    }
}
