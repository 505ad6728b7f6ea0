package io.dayreel.streamer.media;

/**
 * A text frame of a run.
 *
 * @param timeMicros when its cue begins, µs since 1970-01-01
 * @param durationMicros how long it is shown; 0 unknown
 * @param payload WebVTT cue payload text; nothing is shown if it is blank
 */
record TextFrame(int track, long counter, long timeMicros, long durationMicros, String payload) {
    private static final int OVERHEAD_BYTES = 100;

    long memoryBytes() {
        return OVERHEAD_BYTES + 2L * payload.length();
    }
}
