package io.dayreel.contracts.reports;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;

/** Value of the topic {@code device-reports}: what a device said in answer to a {@code DeviceCommand}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = DeviceReport.Have.class, name = "have")})
public sealed interface DeviceReport {
    DeviceId device();

    /**
     * Which of the asked frames the device can still send. What was asked and is not in {@code ranges} can never come.
     *
     * @param request of the command that is answered
     */
    record Have(DeviceId device, Day day, int run, CounterRanges ranges, CounterRanges asked, String request)
            implements DeviceReport {}
}
