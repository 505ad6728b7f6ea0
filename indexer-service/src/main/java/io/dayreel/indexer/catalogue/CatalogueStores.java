package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the stores of this instance. Scans are bounded by a device, a stream or a tenant.
 *
 * @see StoreKeys
 */
public interface CatalogueStores {
    /** Totals of the streams whose keys lie between two texts, in order. */
    List<Map.Entry<StreamId, DaySummary>> days(String from, String to);

    /** Deletions whose objects may still be there, in no particular order. */
    List<SegmentRecord.Deleted> deletions(int max);

    Optional<DaySummary> day(StreamId stream);

    /** Empty if neither a manifest nor its completeness was announced. */
    Optional<DaySealing> sealing(StreamId stream);

    /** Streams that may have to be sealed, in order. */
    List<StreamId> dueForSealing(int max);

    /** Announced segments of a stream, in order of their keys. */
    List<SegmentRecord.Announced> segments(StreamId stream);

    /** Events of a stream by capture time, both ends (µs) included. */
    List<IndexedEvent> events(StreamId stream, long fromMicros, long toMicros);

    List<StreamId> streamsWithEvents(DeviceId device);

    /** Presence of the devices whose keys lie between two texts, in order. */
    List<PresenceRecord> presence(String from, String to);

    Optional<PresenceRecord> presence(DeviceId device);
}
