package io.dayreel.indexer.catalogue;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;

/** The type that an event's body names, {@code event} if it names none or is not JSON. */
final class EventType {
    private static final String UNNAMED = "event";

    private EventType() {}

    static String of(String body) {
        try {
            return Json.readObject(body).optionalString("type").orElse(UNNAMED);
        } catch (FrameException e) {
            return UNNAMED; // a device may send any body; the event is listed all the same
        }
    }
}
