package io.dayreel.contracts.commands;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;

/** Value of the topic {@code device-commands}: what the instance that holds the device's connection is to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeviceCommand.Resend.class, name = "resend"),
    @JsonSubTypes.Type(value = DeviceCommand.Reconnect.class, name = "reconnect")
})
public sealed interface DeviceCommand {
    DeviceId device();

    /**
     * Asks the device to send frames again.
     *
     * @param maxRate frames per second at most
     * @param request names this request; the answer repeats it
     */
    record Resend(DeviceId device, Day day, int run, CounterRanges ranges, int maxRate, String request)
            implements DeviceCommand {}

    /** Asks the device to connect again, elsewhere if {@code to} is not empty. */
    record Reconnect(DeviceId device, String to, long afterMillis) implements DeviceCommand {}
}
