package io.dayreel.streamer.rendition;

/** An event as playlists name it. @param type the word of its JSON, {@code event} if it has none */
public record RecordedEvent(int run, long counter, long timeMicros, int track, String type) {}
