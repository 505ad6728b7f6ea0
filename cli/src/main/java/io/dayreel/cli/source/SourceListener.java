package io.dayreel.cli.source;

import java.time.Duration;

/** Is told what the user should know while a source goes on. Called on the thread that reads the source. */
public interface SourceListener {

    /** A camera failed; it is tried again after this time. Its next frames are marked as discontinuous. */
    void interrupted(String reason, Duration retryAfter);

    /** A camera that had failed delivers again. */
    void resumed();

    /** Something of the input is left out: a track whose codec frames cannot carry, or a malformed line. */
    void leftOut(String what);

    /** Something is done otherwise than it was asked for, because the input does not allow it. Said once. */
    void adapted(String how);
}
