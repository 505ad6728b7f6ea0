package io.dayreel.ingest.presence;

import io.dayreel.contracts.presence.PresenceRecord.DeviceRun;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;

/** A device's connection as presence sees it. Methods may be called from any thread. */
public interface Connection {
    DeviceId device();

    /** Unique per connection. */
    String session();

    /** What the device says it runs, for operators. */
    String agent();

    /** The runs that it announced or sent, newest last. */
    List<DeviceRun> runs();

    /** Of frames that came over it of late. */
    long bytesPerSecond();

    /** A newer connection of the device exists: this one is to close with 4409. */
    void takenOver();
}
