package io.dayreel.systemtests.upgrade;

import io.dayreel.systemtests.viewer.LiveWatcher;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Viewers who watch live, each another device. The owner closes it. */
final class Audience implements AutoCloseable {
    static final String TENANT = "acme";

    private final List<LiveWatcher> viewers = new ArrayList<>();

    /** @param streamer asked before each connection */
    static Audience start(int size, HttpClient http, Supplier<URI> streamer, String token) {
        Audience audience = new Audience();
        for (int i = 0; i < size; i++) {
            audience.viewers.add(new LiveWatcher(http, streamer, token, DeviceFleet.name(i)));
        }
        return audience;
    }

    /** Whether everybody has seen the frame with this counter or a later one. */
    boolean allReached(long counter) {
        return viewers.stream().allMatch(viewer -> viewer.reached(counter).isPresent());
    }

    /** The longest wait of each viewer for a new frame between two moments of {@link System#nanoTime}, longest first. */
    List<Duration> longestWaits(long fromNanos, long untilNanos) {
        return viewers.stream()
                .map(viewer -> viewer.longestWait(fromNanos, untilNanos))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Frames that came twice, or after a later one, on one connection. */
    long disorders() {
        return viewers.stream().mapToLong(LiveWatcher::disorders).sum();
    }

    @Override
    public void close() {
        viewers.forEach(LiveWatcher::close);
    }
}
