package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailBytes;
import io.dayreel.tail.TailStretch;
import java.util.NavigableSet;
import java.util.Optional;

/** The recent frames of devices, wherever they come from. Thread-safe. */
public interface TailSource {

    /** Empty while nothing of the stream is held. */
    Optional<StreamTail> stream(StreamId stream);

    NavigableSet<Day> days(DeviceId device);

    /** Partition of the device on {@code frames}. */
    int partition(DeviceId device);

    /** Whether everything that is not archived is held. Until then a hole may be one of the tail only. */
    boolean isComplete(DeviceId device);

    /**
     * The bytes of a stretch, from memory, disk or Kafka; may block.
     *
     * @return empty if they are gone everywhere but in the archive
     */
    Optional<TailBytes> read(StreamId stream, TailStretch stretch);
}
