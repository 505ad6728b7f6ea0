package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;

/** Sees what comes in of the devices that somebody watches. Called by the threads that read; returns at once. */
public interface ArrivalWatch {

    /** Nobody wants to know. */
    ArrivalWatch NONE = new ArrivalWatch() {
        @Override
        public void arriving(TailLog log, TailRecord item) {}

        @Override
        public void unwatched(DeviceId device) {}
    };

    /** A record is about to be appended to a log that holds everything that is not archived. */
    void arriving(TailLog log, TailRecord item);

    /** The device's last viewer left. */
    void unwatched(DeviceId device);
}
