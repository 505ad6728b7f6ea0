package io.dayreel.indexer.rest;

import io.dayreel.contracts.catalogue.DayEntry;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.catalogue.DeviceEntry;
import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.Catalogue;
import io.dayreel.indexer.topology.CatalogueTopology;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.queries.OwnedQueries;
import io.dayreel.queries.OwnedQueries.Question;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The catalogue of the whole installation: asks this instance or the one that holds the device. Every method throws
 * {@link io.dayreel.contracts.http.TryAgainException} if nobody who holds the device answers at the moment. Thread-safe.
 */
public final class CatalogueQueries {
    private final Catalogue catalogue;
    private final Catalogue owned;
    private final OwnedQueries queries;

    /**
     * @param catalogue what this instance holds, standbys included
     * @param owned what it owns
     */
    public CatalogueQueries(Catalogue catalogue, Catalogue owned, OwnedQueries queries) {
        this.catalogue = catalogue;
        this.owned = owned;
        this.queries = queries;
    }

    /** Devices of a tenant by name, of all instances, or only of this one if a peer asked. */
    public List<DeviceEntry> devices(String tenant, boolean forwarded) {
        if (forwarded) {
            return owned.devices(tenant);
        }
        TreeMap<String, DeviceEntry> all = new TreeMap<>();
        queries.askAll(
                        CatalogueTopology.DAYS,
                        tenant,
                        "/v1/devices",
                        CatalogueResource.Devices.class,
                        () -> new CatalogueResource.Devices(owned.devices(tenant), Optional.empty()))
                .forEach(part -> part.devices().forEach(device -> all.merge(device.device(), device, this::fresher)));
        return List.copyOf(all.values());
    }

    private DeviceEntry fresher(DeviceEntry one, DeviceEntry other) {
        Comparator<DeviceEntry> byFreshness = Comparator.comparing(DeviceEntry::connected)
                .thenComparing(
                        entry -> entry.lastFrameAt().map(Object::toString).orElse(""));
        return byFreshness.compare(one, other) >= 0 ? one : other;
    }

    public Optional<DeviceEntry> device(DeviceId device, boolean forwarded) {
        return ask(device, "", DeviceEntry.class, forwarded, () -> catalogue.device(device));
    }

    /** Archived days, oldest first; empty if the device is unknown. */
    public Optional<List<DayEntry>> days(DeviceId device, boolean forwarded) {
        return ask(device, "/days", CatalogueResource.Days.class, forwarded, () -> catalogue
                        .device(device)
                        .map(known -> new CatalogueResource.Days(catalogue.days(device), Optional.empty())))
                .map(CatalogueResource.Days::days);
    }

    public Optional<DayEntry> day(StreamId stream, boolean forwarded) {
        return ask(stream.deviceId(), day(stream, ""), DayEntry.class, forwarded, () -> catalogue.day(stream));
    }

    public Optional<Timeline> timeline(StreamId stream, boolean forwarded) {
        return ask(
                stream.deviceId(),
                day(stream, "/timeline"),
                Timeline.class,
                forwarded,
                () -> catalogue.timeline(stream));
    }

    Optional<DaySegments> segments(StreamId stream, TimeRange range, boolean forwarded) {
        return ask(
                stream.deviceId(),
                day(stream, "/segments" + range.query()),
                DaySegments.class,
                forwarded,
                () -> catalogue.segments(stream, range.fromMicros(), range.toMicros()));
    }

    Optional<EventsResource.Events> events(EventsResource.EventQuery query, boolean forwarded) {
        return ask(
                query.device(), "/events" + query.pathQuery(), EventsResource.Events.class, forwarded, () -> catalogue
                        .device(query.device())
                        .map(known -> query.answer(catalogue)));
    }

    /** Streams of a tenant of which something is archived. */
    public List<StreamId> streams(String tenant) {
        return devices(tenant, false).stream()
                .map(entry -> new DeviceId(tenant, entry.device()))
                .flatMap(
                        device -> days(device, false).orElse(List.of()).stream().map(day -> device.on(day.day())))
                .toList();
    }

    /** Object keys of a stream's announced segments; empty if nothing is known of it. */
    public Set<String> segmentKeys(StreamId stream) {
        return segments(stream, TimeRange.parse(null, null), false).stream()
                .flatMap(day -> day.segments().stream())
                .map(SegmentRecord.Announced::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String day(StreamId stream, String rest) {
        return "/days/" + stream.day() + rest;
    }

    private <T> Optional<T> ask(
            DeviceId device, String rest, Class<T> type, boolean forwarded, Supplier<Optional<T>> here) {
        Question<T> question =
                new Question<>(CatalogueTopology.DAYS, device, "/v1/devices/" + device.device() + rest, type);
        return queries.ask(question, forwarded, here);
    }
}
