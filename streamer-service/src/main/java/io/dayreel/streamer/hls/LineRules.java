package io.dayreel.streamer.hls;

import java.time.Duration;

/** How instances share a line without talking to each other. */
final class LineRules {
    /** A line without records for so long has nobody who cuts it: another one may begin. */
    static final Duration ABANDONED = Duration.ofSeconds(20);

    /** Another instance that cut less than this ago goes on cutting; after it, whoever has viewers does. */
    static final Duration TAKE_OVER = Duration.ofMillis(1500);

    /** A cut that was not read back by then is written again. */
    static final Duration READ_BACK = Duration.ofSeconds(3);

    /** How often a line is told anew for instances that know nothing of it. Shorter than what they read back at start. */
    static final Duration SNAPSHOT = Duration.ofMinutes(5);

    /** A run that ended is not followed by another for so long: the recording is over. */
    static final Duration OVER = Duration.ofSeconds(8);

    /** Nobody asked for so long: nobody watches. */
    static final Duration UNWATCHED = Duration.ofSeconds(30);

    private LineRules() {}
}
