package io.dayreel.contracts.device;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;

/** Text messages from a device to ingest. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeviceMessage.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = DeviceMessage.Have.class, name = "have")
})
public sealed interface DeviceMessage {

    /** First message of a connection: what the device holds and which level frees its spool. */
    record Hello(String agent, Level wants, List<AnnouncedRun> runs) implements DeviceMessage {
        public Hello {
            agent = agent == null ? "" : agent;
            wants = wants == null ? Level.RECEIVED : wants;
            runs = runs == null ? List.of() : List.copyOf(runs);
        }
    }

    /**
     * Answer to a resend request. What was asked and is not in {@code ranges} can never come.
     *
     * @param ranges which of the asked frames the device can still send
     * @param asked what was asked
     * @param request as the request named itself; empty in answers of devices that do not repeat it
     */
    record Have(Day day, int run, CounterRanges ranges, CounterRanges asked, String request) implements DeviceMessage {
        public Have {
            ranges = ranges == null ? new CounterRanges() : ranges;
            asked = asked == null ? ranges : asked;
            request = request == null ? "" : request;
        }
    }

    /** @param next counter of the next frame that the device will capture in this run */
    record AnnouncedRun(Day day, int run, long next, CounterRanges unacknowledged) {
        public AnnouncedRun {
            unacknowledged = unacknowledged == null ? new CounterRanges() : unacknowledged;
        }
    }
}
