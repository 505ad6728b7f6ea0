package io.dayreel.contracts.wishes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.stream.DeviceId;

/** Value of the topic {@code repair-wishes}: why sync should look after a device's missing frames in another order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = RepairWish.Watched.class, name = "watched")})
public sealed interface RepairWish {
    DeviceId device();

    /**
     * Somebody watches the device at an instance of the streamer, which says so again before the lease ends. That
     * nobody does any more is not said: the lease ends.
     *
     * @param untilMillis end of the lease, ms since 1970-01-01
     */
    record Watched(DeviceId device, String instance, long untilMillis) implements RepairWish {}
}
