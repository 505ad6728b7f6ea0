package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchiveIndex;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.archive.SegmentArchive;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Tail and archive of all devices, and cursors over them. Thread-safe. */
public final class Timeline {
    private final TailSource tail;
    private final ArchiveIndex archive;
    private final SegmentArchive segments;

    public Timeline(TailSource tail, ArchiveIndex archive, SegmentArchive segments) {
        this.tail = tail;
        this.archive = archive;
        this.segments = segments;
    }

    public TailSource tail() {
        return tail;
    }

    public ArchiveIndex archive() {
        return archive;
    }

    /** A cursor at a landing; the caller closes it. @param untilMicros later frames will not be asked for */
    public FrameCursor open(DeviceId device, Landing landing, long untilMicros) {
        return new FrameCursor(this, device, new SpanReader(tail, segments, untilMicros), landing);
    }

    /** Days of which something is there. @throws ArchiveUnavailableException if only the archive could tell */
    NavigableSet<Day> days(DeviceId device) {
        NavigableSet<Day> days = new TreeSet<>(tail.days(device));
        try {
            days.addAll(archive.days(device));
        } catch (ArchiveUnavailableException e) {
            if (days.isEmpty()) {
                throw e;
            }
        }
        return days;
    }

    /** Tail and archive of a day; while the archive does not answer, what is known of it. May block on the network. */
    DayView view(StreamId stream) {
        return view(stream, archived(stream));
    }

    /** What the tail has of a day, and this of the archive. */
    DayView view(StreamId stream, DayArchive archived) {
        return new DayView(stream, tail.stream(stream), archived, tail.partition(stream.deviceId()));
    }

    private DayArchive archived(StreamId stream) {
        try {
            return archive.day(stream);
        } catch (ArchiveUnavailableException e) {
            if (tail.stream(stream).isEmpty()) {
                throw e;
            }
            return archive.known(stream);
        }
    }
}
