package io.dayreel.streamer.tail;

/** Somebody who looks at a device. Called by the threads that read, so calls return at once. */
public interface Watcher {

    /** The device's tail grew, or is complete now. */
    void wake();

    /** Frames came that were missing, on any day of the device. */
    default void healed(HealedFrames frames) {}

    /** Whether it is a viewer, and not a part of this service or another one that reads on somebody's behalf. */
    default boolean isViewer() {
        return false;
    }
}
