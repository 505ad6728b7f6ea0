package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.StoredEvent;
import io.dayreel.streamer.rendition.EventType;

/**
 * An event in a segment, without its body.
 *
 * @param type see {@link EventType}
 */
public record ArchivedEvent(int run, long counter, long timeMicros, int track, String type) {
    private static final int BASE_BYTES = 100;

    static ArchivedEvent of(StoredEvent event) {
        return new ArchivedEvent(
                event.run(), event.counter(), event.timeMicros(), event.track(), EventType.in(event.body()));
    }

    long memoryBytes() {
        return BASE_BYTES + 2L * type.length();
    }
}
