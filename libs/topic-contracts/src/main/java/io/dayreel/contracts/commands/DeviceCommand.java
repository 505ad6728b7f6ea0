package io.dayreel.contracts.commands;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.stream.DeviceId;

/** Value of the topic {@code device-commands}: what the instance that holds the device's connection is to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = DeviceCommand.Reconnect.class, name = "reconnect")})
public sealed interface DeviceCommand {
    DeviceId device();

    /** Asks the device to connect again, elsewhere if {@code to} is not empty. */
    record Reconnect(DeviceId device, String to, long afterMillis) implements DeviceCommand {}
}
