package io.dayreel.streamer.timeline;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.archive.ArchiveIndex;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.archive.SegmentArchive;

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

    DayView view(DeviceId device, Day day, DayArchive archived) {
        return new DayView(device.on(day), tail.stream(device.on(day)), archived, tail.partition(device));
    }
}
