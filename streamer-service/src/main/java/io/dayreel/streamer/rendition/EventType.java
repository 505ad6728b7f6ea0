package io.dayreel.streamer.rendition;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.json.Json;

/** What kind of event an event frame tells of. */
public final class EventType {
    /** Longer ones are cut: devices write what they like, and playlists and memory hold it. */
    public static final int MAX_LENGTH = 64;

    private static final String UNNAMED = "event";

    private EventType() {}

    /** The word {@code type} of an event's JSON, at most {@link #MAX_LENGTH} characters; {@code event} if it has none. */
    public static String in(String body) {
        try {
            return bounded(Json.readObject(body).optionalString("type").orElse(UNNAMED));
        } catch (FrameException notJson) {
            return UNNAMED; // the event itself counts
        }
    }

    /** Never half of a character that takes two. */
    private static String bounded(String type) {
        if (type.length() <= MAX_LENGTH) {
            return type;
        }
        boolean halves = Character.isHighSurrogate(type.charAt(MAX_LENGTH - 1));
        return type.substring(0, halves ? MAX_LENGTH - 1 : MAX_LENGTH);
    }
}
