package io.dayreel.ingest.produce;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.protocol.stream.DeviceId;

/** Where checked messages go. */
@FunctionalInterface
public interface FrameTopic {

    /** Told once per message, from any thread; must return quickly. */
    @FunctionalInterface
    interface Confirmation {
        /** @param failure null once the message is durable (I1); otherwise the device has to send it again */
        void confirmed(Throwable failure);
    }

    /**
     * Sends a message for whose bytes the caller took room from the {@link InFlightBudget}; the room is released before
     * the confirmation. Never blocks. Messages of one device are stored in the order of the calls.
     */
    void send(DeviceId device, CheckedMessage message, Confirmation confirmation);
}
