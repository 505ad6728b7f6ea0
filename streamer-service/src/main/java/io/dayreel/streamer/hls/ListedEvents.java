package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Events of a line that its playlists list as date ranges, and those that left lately, which delta updates have to name.
 * Holds the newest; EVENT playlists show some that the sliding window shows no more. Times are those of the topic's
 * records, so that all instances say the same. Not thread-safe; its line locks.
 */
final class ListedEvents {
    private static final int MAX_EVENTS = 500;

    private final Deque<Listed> listed = new ArrayDeque<>();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private long windowFromMicros = Long.MIN_VALUE;

    /** @param msn of the leader's open segment when it was listed */
    record Listed(CutRecord.Event event, long msn) {
        String id() {
            return EventRanges.id(event.day(), event.run(), event.counter());
        }
    }

    private record Gone(String id, long atMillis) {}

    /** @return whether it was news */
    boolean add(CutRecord.Event event, long msn) {
        Listed news = new Listed(event, msn);
        if (listed.stream().anyMatch(each -> each.id().equals(news.id()))) {
            return false;
        }
        listed.add(news);
        if (listed.size() > MAX_EVENTS) {
            Listed eldest = listed.removeFirst();
            leave(eldest, event.atMillis());
        }
        return true;
    }

    /** The sliding window begins later now. @param atMillis when it moved */
    void slide(long fromMicros, long atMillis) {
        for (Listed each : listed) {
            long time = each.event().timeMicros();
            if (time >= windowFromMicros && time < fromMicros) {
                leave(each, atMillis);
            }
        }
        windowFromMicros = Math.max(windowFromMicros, fromMicros);
    }

    private void leave(Listed event, long atMillis) {
        gone.add(new Gone(event.id(), atMillis));
        if (gone.size() > MAX_EVENTS) {
            gone.removeFirst();
        }
    }

    /** Those from a capture time on. */
    List<Listed> from(long micros) {
        return listed.stream()
                .filter(each -> each.event().timeMicros() >= micros)
                .toList();
    }

    /** Identifiers of date ranges that a playlist listed after {@code sinceMillis} and that {@code shows} lacks. */
    List<String> goneSince(long sinceMillis, List<Listed> shows) {
        Set<String> shown = shows.stream().map(Listed::id).collect(Collectors.toSet());
        List<String> ids = new ArrayList<>();
        for (Gone each : gone) {
            if (each.atMillis() >= sinceMillis && !shown.contains(each.id()) && !ids.contains(each.id())) {
                ids.add(each.id());
            }
        }
        return ids;
    }
}
