package io.dayreel.streamer.viewers;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who plays over HTTP at present: whoever asked for something within half a minute. Bounded: the longest silent are
 * forgotten first. Thread-safe.
 */
public final class ViewerSessions {
    private static final long PRESENT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_SESSIONS = 20_000;

    private final LongSupplier nanos;
    private final LinkedHashMap<String, Long> lastSeen = new LinkedHashMap<>(64, 0.75f, true);

    public ViewerSessions(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A session asked for something. */
    public synchronized void seen(String session) {
        lastSeen.put(session, nanos.getAsLong());
        if (lastSeen.size() > MAX_SESSIONS) {
            Iterator<String> eldest = lastSeen.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** How many there are now. */
    public synchronized int count() {
        long now = nanos.getAsLong();
        Iterator<Map.Entry<String, Long>> eldest = lastSeen.entrySet().iterator();
        while (eldest.hasNext() && now - eldest.next().getValue() > PRESENT_NANOS) {
            eldest.remove();
        }
        return lastSeen.size();
    }
}
