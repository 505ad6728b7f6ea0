package io.dayreel.cli.thinning;

import java.time.Duration;
import java.util.Locale;

/**
 * How long windows are, and how often there is one.
 *
 * @param window from 100 ms to an hour
 * @param refresh from the start of one to the start of the next; as long as the window where nothing is left out
 */
public record WindowPlan(Duration window, Duration refresh) {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    public WindowPlan {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a window is 100ms to 1h long, not " + shown(window));
        }
        if (refresh.compareTo(window) < 0) {
            throw new IllegalArgumentException("a window of " + shown(window) + " cannot be sent every "
                    + shown(refresh) + ": the refresh is at least as long as the window");
        }
    }

    /** One behind the other. */
    public static WindowPlan gapless(Duration window) {
        return new WindowPlan(window, window);
    }

    boolean isGapless() {
        return window.equals(refresh);
    }

    long windowMicros() {
        return window.toNanos() / 1000;
    }

    long refreshMicros() {
        return refresh.toNanos() / 1000;
    }

    /** As people write it: 3s, 2.5s. */
    static String shown(Duration duration) {
        return shown(duration.toNanos() / 1000);
    }

    static String shown(long micros) {
        String seconds = String.format(Locale.ROOT, "%.3f", micros / 1e6);
        return seconds.replaceAll("\\.?0+$", "") + "s";
    }
}
