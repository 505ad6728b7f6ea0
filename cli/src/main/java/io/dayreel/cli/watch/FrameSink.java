package io.dayreel.cli.watch;

import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.util.Optional;

/** Where watched frames go. Called by one thread. */
public interface FrameSink {
    /** Each frame once, in the order of the timeline. @param frame valid during the call only */
    void frame(FrameView frame) throws IOException;

    /** A configuration, before the first frame that needs it. */
    default void configuration(ViewerMessage.Configuration configuration) throws IOException {}

    /** Any other message of the server. */
    default void message(ViewerMessage message) throws IOException {}

    /** No more frames are at hand just now. */
    default void flush() throws IOException {}

    /** A place (day/run/counter) to go on from instead of here; asked after each message, and only then. */
    default Optional<String> goTo() {
        return Optional.empty();
    }

    /** Whether this sink wants no more; watching then ends. */
    default boolean isDone() {
        return false;
    }
}
