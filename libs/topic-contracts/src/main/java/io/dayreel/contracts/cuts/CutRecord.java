package io.dayreel.contracts.cuts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;

/**
 * Value of the topic {@code cuts}: how a device's live stream is cut for HLS. A <em>line</em> is one unbroken sequence of
 * media sequence numbers of a device, over all its renditions. Of several records for one place (line, rendition, media
 * sequence number, part) the first in the topic counts, and only what was read back is listed, so that every instance
 * lists the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CutRecord.Started.class, name = "started"),
    @JsonSubTypes.Type(value = CutRecord.Part.class, name = "part"),
    @JsonSubTypes.Type(value = CutRecord.Event.class, name = "event"),
    @JsonSubTypes.Type(value = CutRecord.Ended.class, name = "ended")
})
public sealed interface CutRecord {
    DeviceId device();

    /** Number of the line; a device's later lines have greater ones. */
    long line();

    /** When it was written, ms since 1970-01-01. */
    long atMillis();

    /**
     * A line begins. Of several lines of a device that are begun at a time, the first counts: one is begun only when the
     * device has none that is going on.
     *
     * @param instance that began it
     * @param targetSeconds target duration of all its playlists
     * @param renditions the leader first: the others' segments follow its segments
     */
    record Started(
            DeviceId device,
            long line,
            long atMillis,
            String instance,
            int targetSeconds,
            List<StartedRendition> renditions)
            implements CutRecord {
        public Started {
            renditions = List.copyOf(renditions);
        }
    }

    /**
     * @param rendition {@code v0}, {@code a1}: kind and track
     * @param partTargetMicros no part is longer
     * @param firstMsn media sequence number of the first of {@code segments}
     * @param segments what was recorded before the line began
     */
    record StartedRendition(String rendition, long partTargetMicros, long firstMsn, List<CutSpan> segments) {
        public StartedRendition {
            segments = List.copyOf(segments);
        }
    }

    /**
     * One part, and with it the end of its segment where {@code closes} says so.
     *
     * @param instance that cut it
     * @param msn media sequence number of its segment; the first part of a segment ends the one before
     * @param part number within its segment, from 0
     * @param closes whether it is its segment's last part
     * @param independent whether it begins with a key frame
     */
    record Part(
            DeviceId device,
            long line,
            long atMillis,
            String instance,
            String rendition,
            long msn,
            int part,
            boolean closes,
            boolean independent,
            CutSpan span)
            implements CutRecord {}

    /**
     * An event frame was seen; repeats change nothing.
     *
     * @param timeMicros capture time, µs since 1970-01-01
     * @param eventType the word of its JSON, {@code event} if it has none
     */
    record Event(
            DeviceId device,
            long line,
            long atMillis,
            Day day,
            int run,
            long counter,
            int track,
            long timeMicros,
            String eventType)
            implements CutRecord {}

    /** The device's recording ended: no segment follows on this line. */
    record Ended(DeviceId device, long line, long atMillis) implements CutRecord {}
}
