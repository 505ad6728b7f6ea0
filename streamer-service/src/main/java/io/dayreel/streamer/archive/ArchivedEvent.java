package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.StoredEvent;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;

/**
 * An event in a segment, without its body.
 *
 * @param type what the body's {@code type} says, at most {@value #MAX_TYPE} characters; {@code event} if it says nothing
 */
public record ArchivedEvent(int run, long counter, long timeMicros, int track, String type) {
    private static final int MAX_TYPE = 64;
    private static final int BASE_BYTES = 100;
    private static final String UNNAMED = "event";

    static ArchivedEvent of(StoredEvent event) {
        return new ArchivedEvent(event.run(), event.counter(), event.timeMicros(), event.track(), typeIn(event.body()));
    }

    private static String typeIn(String body) {
        try {
            String type = Json.readObject(body).optionalString("type").orElse(UNNAMED);
            return type.length() <= MAX_TYPE ? type : type.substring(0, MAX_TYPE);
        } catch (FrameException notJson) {
            return UNNAMED; // devices write what they like; the event itself counts
        }
    }

    long memoryBytes() {
        return BASE_BYTES + 2L * type.length();
    }
}
