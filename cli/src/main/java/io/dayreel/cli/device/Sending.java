package io.dayreel.cli.device;

/** Sends what the spool holds, on a thread of its own, until it is closed or refused for good. */
interface Sending extends AutoCloseable {
    void start();

    /** Ends it within a few seconds; what is not acknowledged stays in the spool. */
    @Override
    void close();
}
