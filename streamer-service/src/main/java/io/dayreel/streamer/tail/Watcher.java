package io.dayreel.streamer.tail;

/** Somebody who looks at a device. Called by the threads that read, so calls return at once. */
public interface Watcher {

    /** The device's tail grew, or is complete now. */
    void wake();

    /** Frames came that were missing, on any day of the device. */
    default void healed(HealedFrames frames) {}
}
