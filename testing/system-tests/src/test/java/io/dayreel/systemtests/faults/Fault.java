package io.dayreel.systemtests.faults;

/** One thing that goes wrong with a cloud, and comes right again. Used by one thread: injected once, then healed once. */
interface Fault {
    /** What goes wrong, and for whom. */
    String name();

    /** Begins it. */
    void inject();

    /** Ends it; returns when the cloud is as many as before. */
    void heal();

    /** Whether a process dies of it, so that the time until playback goes on is measured. */
    default boolean kills() {
        return false;
    }
}
