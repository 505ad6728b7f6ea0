package io.dayreel.streamer.archive;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.NavigableSet;

/** What is archived. Calls may block on the network, so never on an event loop. Thread-safe. */
public interface ArchiveIndex {

    /** @throws ArchiveUnavailableException if it cannot be told at present */
    DayArchive day(StreamId stream);

    /** What is known of a day without asking anybody: never blocks, may lack segments. */
    DayArchive known(StreamId stream);

    /** @throws ArchiveUnavailableException if it cannot be told at present */
    NavigableSet<Day> days(DeviceId device);

    /**
     * Whether the device is known to the installation, also without frames.
     *
     * @throws ArchiveUnavailableException if it cannot be told at present
     */
    boolean isKnown(DeviceId device);
}
