package io.dayreel.streamer.hls;

import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.RecordedEvent;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.timeline.RecordedRange;

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
                    tags.line(line(
                            run.day(), event.run(), event.counter(), event.timeMicros(), event.type(), event.track()));
                    written++;
                }
            }
        }
    }

    /** Names an event in all playlists of its device. */
    static String id(Day day, int run, long counter) {
        return day + "/" + run + "-" + counter;
    }

    static String line(Day day, int run, long counter, long timeMicros, String type, int track) {
        return "#EXT-X-DATERANGE:ID=\"" + id(day, run, counter) + "\",CLASS=\"io.dayreel.event\",START-DATE=\""
                + Tags.dateTimeOf(timeMicros) + "\",DURATION=0,X-TYPE=\"" + quotable(type) + "\",X-TRACK=" + track;
    }

    /** A quoted string has no line breaks and no double quotes (4.2). */
    static String quotable(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().filter(c -> c != '"' && !Character.isISOControl(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
