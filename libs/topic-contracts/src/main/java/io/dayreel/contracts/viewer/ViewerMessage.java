package io.dayreel.contracts.viewer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.util.Optional;

/** Text messages from the streamer to a viewer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ViewerMessage.Welcome.class, name = "info"),
    @JsonSubTypes.Type(value = ViewerMessage.Configuration.class, name = "config"),
    @JsonSubTypes.Type(value = ViewerMessage.Position.class, name = "position"),
    @JsonSubTypes.Type(value = ViewerMessage.Gap.class, name = "gap"),
    @JsonSubTypes.Type(value = ViewerMessage.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = ViewerMessage.Healed.class, name = "healed"),
    @JsonSubTypes.Type(value = ViewerMessage.Live.class, name = "live"),
    @JsonSubTypes.Type(value = ViewerMessage.End.class, name = "end"),
    @JsonSubTypes.Type(value = ViewerMessage.Error.class, name = "error")
})
public sealed interface ViewerMessage {

    /** First message. @param live whether the device's newest frame is recent */
    record Welcome(String device, Instant now, Optional<Recorded> recorded, boolean live, Optional<Instant> lastFrameAt)
            implements ViewerMessage {}

    record Recorded(Instant first, Instant last) {}

    /** A configuration before the first frame that needs it. @param record the codec record, base64 in JSON */
    record Configuration(
            Day day,
            int run,
            int track,
            int number,
            String kind,
            String codec,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<Integer> sampleRate,
            Optional<Integer> channels,
            Optional<String> language,
            Optional<String> role,
            byte[] record)
            implements ViewerMessage {}

    /** Where the frames that follow are. @param source live, buffer or archive; @param reply id of the seek answered */
    record Position(Day day, int run, long counter, Instant time, String source, Optional<Long> reply)
            implements ViewerMessage {}

    /** The frames before and after this message are not adjacent. @param reason missing or no-recording */
    record Gap(Instant from, Instant to, Optional<Day> day, Optional<Integer> run, CounterRanges ranges, String reason)
            implements ViewerMessage {}

    record Skipped(Day day, int run, CounterRanges ranges, String reason) implements ViewerMessage {}

    /**
     * Frames came late and took their place: whoever passed there may look again.
     *
     * @param ranges counters that were missing and are there now
     * @param from smallest capture time of these frames
     * @param to largest capture time of these frames
     */
    record Healed(Day day, int run, CounterRanges ranges, Instant from, Instant to) implements ViewerMessage {}

    record Live() implements ViewerMessage {}

    record End(String reason) implements ViewerMessage {}

    record Error(String code, String detail) implements ViewerMessage {}
}
