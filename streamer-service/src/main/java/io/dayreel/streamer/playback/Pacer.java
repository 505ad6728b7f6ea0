package io.dayreel.streamer.playback;

/** Says when a frame of the past is due. The first two seconds are due at once. Not thread-safe. */
final class Pacer {
    private static final long BURST_MICROS = 2_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private Speed speed;
    private boolean started;
    private long baseMicros;
    private long baseNanos;

    Pacer(Speed speed) {
        this.speed = speed;
    }

    void change(Speed newSpeed) {
        speed = newSpeed;
    }

    /** The next frame begins a new stretch with a burst. */
    void restart() {
        started = false;
    }

    /** @param micros capture time from which on the viewer wants to see, at the latest that of the next frame */
    void start(long micros, long nowNanos) {
        baseMicros = micros;
        baseNanos = nowNanos;
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    /** A frame of this time is due now, and those behind it in their distance: after a gap or a change of speed. */
    void continueAt(long micros, long nowNanos) {
        start(micros - BURST_MICROS, nowNanos);
    }

    /** Nanoseconds until a frame is due; 0 or less if it is. */
    long delayNanos(long micros, long nowNanos) {
        if (speed.isMax()) {
            return 0;
        }
        double distance = (double) (micros - baseMicros - BURST_MICROS) * NANOS_PER_MICRO / speed.factor();
        return (long) distance - (nowNanos - baseNanos);
    }
}
