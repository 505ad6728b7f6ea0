package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;

/** Who knows what is archived: the indexer. Every call blocks for seconds at most. Thread-safe. */
public interface SegmentDirectory {

    /** The segments of a day, none if the day is unknown. @throws ArchiveUnavailableException without an answer */
    List<Announced> segments(StreamId stream);

    /** The days of a device, none if it is unknown. @throws ArchiveUnavailableException without an answer */
    List<Day> days(DeviceId device);

    /** @throws ArchiveUnavailableException without an answer */
    boolean isKnown(DeviceId device);
}
