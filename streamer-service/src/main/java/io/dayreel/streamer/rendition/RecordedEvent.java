package io.dayreel.streamer.rendition;

/** An event as playlists name it. @param type the word of its JSON, {@code event} if it has none */
public record RecordedEvent(int run, long counter, long timeMicros, int track, String type) {
    /** The same event at a later time. */
    RecordedEvent later(long micros) {
        return new RecordedEvent(run, counter, timeMicros + micros, track, type);
    }
}
