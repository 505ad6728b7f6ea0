package io.dayreel.contracts.device;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;
import java.util.Optional;

/** Text messages from ingest to a device. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerMessage.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = ServerMessage.Ack.class, name = "ack"),
    @JsonSubTypes.Type(value = ServerMessage.Resend.class, name = "resend"),
    @JsonSubTypes.Type(value = ServerMessage.Reconnect.class, name = "reconnect"),
    @JsonSubTypes.Type(value = ServerMessage.ConfigRequest.class, name = "config-request"),
    @JsonSubTypes.Type(value = ServerMessage.Error.class, name = "error")
})
public sealed interface ServerMessage {

    /**
     * Answer to hello.
     *
     * @param maxMessage largest binary message, bytes
     * @param window binary messages that may be unacknowledged before the socket is no longer read
     * @param levels what this installation can acknowledge
     */
    record Welcome(String session, int maxMessage, int window, List<Level> levels, List<WelcomedRun> runs)
            implements ServerMessage {}

    /** @param taken the server holds frames of this run that the device never numbered: it must take another run */
    record WelcomedRun(Day day, int run, boolean taken) {}

    /** These frames are durable at this level; says nothing about any other frame. */
    record Ack(Day day, int run, CounterRanges ranges, Level level) implements ServerMessage {}

    /**
     * Asks for frames again; the device answers with {@code have} at once and sends what it has.
     *
     * @param maxRate frames per second at most
     * @param request to be repeated in the answer
     */
    record Resend(Day day, int run, CounterRanges ranges, int maxRate, String request) implements ServerMessage {
        public Resend {
            request = request == null ? "" : request;
        }
    }

    /** @param to address to connect to, empty for the same */
    record Reconnect(String to, long afterMs) implements ServerMessage {}

    record ConfigRequest(int track) implements ServerMessage {}

    /** @param code stable word, see control-messages.md; @param detail says what to do */
    record Error(String code, String detail, Optional<Day> day, Optional<Integer> run, Optional<Long> counter)
            implements ServerMessage {
        public static Error of(String code, String detail) {
            return new Error(code, detail, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }
}
