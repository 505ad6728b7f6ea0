package io.dayreel.streamer.hls;

import io.dayreel.streamer.rendition.RecordedEvent;
import io.dayreel.streamer.rendition.RecordedRun;

/** Events of a device as date ranges (RFC 8216bis, 4.4.5.1). */
final class EventRanges {
    /** More would make a playlist longer than its segments do; the event search has them all. */
    private static final int MAX_EVENTS = 2_000;

    private EventRanges() {}

    static void write(Tags tags, RecordedRange recorded) {
        int written = 0;
        for (RecordedRun run : recorded.runs()) {
            for (RecordedEvent event : run.events()) {
                boolean inside =
                        event.timeMicros() >= recorded.fromMicros() && event.timeMicros() < recorded.toMicros();
                if (inside && written < MAX_EVENTS) {
                    tags.line(line(run, event));
                    written++;
                }
            }
        }
    }

    private static String line(RecordedRun run, RecordedEvent event) {
        return "#EXT-X-DATERANGE:ID=\"" + run.day() + "/" + event.run() + "-" + event.counter()
                + "\",CLASS=\"io.dayreel.event\",START-DATE=\"" + Tags.dateTimeOf(event.timeMicros())
                + "\",DURATION=0,X-TYPE=\"" + quotable(event.type()) + "\",X-TRACK=" + event.track();
    }

    /** A quoted string has no line breaks and no double quotes (4.2). */
    static String quotable(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().filter(c -> c != '"' && !Character.isISOControl(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
