package io.dayreel.streamer.relay;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.tail.TailRecord;

/** What {@link KafkaBridge} needs of a relay that it reads for. Called by the bridge's thread. */
interface BridgedTail {
    DeviceId device();

    /** Partition of the device. */
    int partition();

    /** Where reading has to begin; asked whenever it does. */
    Start firstNeeded();

    /** A record of the device, in the order of offsets. */
    void bridged(TailRecord item);

    /** Everything that is not archived has been read. */
    void becomeComplete();

    /** Where reading begins. */
    sealed interface Start {
        /** Behind the last record that is held. */
        record Behind(long offset) implements Start {}

        /** At what came in the last seconds: for those who watch live. */
        record Lately() implements Start {}

        /** At what is not archived yet. */
        record Unarchived() implements Start {}
    }
}
