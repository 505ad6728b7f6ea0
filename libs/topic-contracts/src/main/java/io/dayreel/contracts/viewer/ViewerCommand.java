package io.dayreel.contracts.viewer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Text messages from a viewer to the streamer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ViewerCommand.Play.class, name = "play"),
    @JsonSubTypes.Type(value = ViewerCommand.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = ViewerCommand.Seek.class, name = "seek"),
    @JsonSubTypes.Type(value = ViewerCommand.Live.class, name = "live"),
    @JsonSubTypes.Type(value = ViewerCommand.Rate.class, name = "rate")
})
public sealed interface ViewerCommand {
    record Play() implements ViewerCommand {}

    record Pause() implements ViewerCommand {}

    /** @param id repeated in the position message that answers; @param to time, day/run/counter, or start */
    record Seek(long id, String to) implements ViewerCommand {}

    record Live(long id) implements ViewerCommand {}

    /** @param speed 0.25–16 or max */
    record Rate(String speed) implements ViewerCommand {}
}
