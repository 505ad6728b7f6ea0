package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.catalogue.DayEntry;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.catalogue.DeviceEntry;
import io.dayreel.contracts.catalogue.SealedDay;
import io.dayreel.contracts.catalogue.Timeline;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers from the stores of this instance. Thread-safe as far as its stores are. */
public final class Catalogue {
    private final CatalogueStores stores;
    private final InstantSource clock;

    public Catalogue(CatalogueStores stores, InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
    }

    /** The devices of a tenant that this instance owns, by name. */
    public List<DeviceEntry> devices(String tenant) {
        Map<String, List<Map.Entry<StreamId, DaySummary>>> daysByDevice = new TreeMap<>();
        stores.days(StoreKeys.from(tenant), StoreKeys.to(tenant)).forEach(day -> daysByDevice
                .computeIfAbsent(day.getKey().device(), each -> new ArrayList<>())
                .add(day));
        Map<String, PresenceRecord> presence = new TreeMap<>();
        stores.presence(StoreKeys.from(tenant), StoreKeys.to(tenant))
                .forEach(record -> presence.put(record.device().device(), record));
        TreeSet<String> names = new TreeSet<>(daysByDevice.keySet());
        names.addAll(presence.keySet());
        return names.stream()
                .map(name -> entry(
                        name, daysByDevice.getOrDefault(name, List.of()), Optional.ofNullable(presence.get(name))))
                .toList();
    }

    /** One device, empty if nothing is known of it. */
    public Optional<DeviceEntry> device(DeviceId device) {
        List<Map.Entry<StreamId, DaySummary>> days = stores.days(StoreKeys.from(device), StoreKeys.to(device));
        Optional<PresenceRecord> presence = stores.presence(device);
        boolean unknown = days.isEmpty()
                && presence.isEmpty()
                && stores.streamsWithEvents(device).isEmpty();
        return unknown ? Optional.empty() : Optional.of(entry(device.device(), days, presence));
    }

    private DeviceEntry entry(
            String name, List<Map.Entry<StreamId, DaySummary>> days, Optional<PresenceRecord> presence) {
        return new DeviceEntry(
                name,
                days.stream().map(day -> day.getKey().day()).min(Comparator.naturalOrder()),
                days.stream().map(day -> day.getKey().day()).max(Comparator.naturalOrder()),
                days.stream()
                        .map(day -> instant(day.getValue().lastTimeMicros()))
                        .max(Comparator.naturalOrder()),
                presence.filter(this::isConnected).isPresent(),
                days.stream().mapToLong(day -> day.getValue().bytes()).sum());
    }

    private boolean isConnected(PresenceRecord presence) {
        return presence.connected() && presence.leaseUntilMillis() > clock.millis();
    }

    /** The archived days of a device, oldest first; empty if nothing is known of it. */
    public List<DayEntry> days(DeviceId device) {
        return stores.days(StoreKeys.from(device), StoreKeys.to(device)).stream()
                .map(day -> entry(day.getKey(), day.getValue()))
                .toList();
    }

    public Optional<DayEntry> day(StreamId stream) {
        return stores.day(stream).map(summary -> entry(stream, summary));
    }

    private DayEntry entry(StreamId stream, DaySummary summary) {
        return new DayEntry(
                stream.day(),
                summary.frames(),
                summary.bytes(),
                summary.segments(),
                instant(summary.firstTimeMicros()),
                instant(summary.lastTimeMicros()),
                stores.sealing(stream).flatMap(DaySealing::sealed).map(Catalogue::sealed));
    }

    private static SealedDay sealed(SegmentRecord.Sealed sealed) {
        return new SealedDay(
                sealed.number(), sealed.hash(), sealed.segments(), Instant.ofEpochMilli(sealed.sealedMillis()));
    }

    /**
     * The segments of a day that hold frames of a time range, the one received first first, then by object key: the
     * order in which copies of a frame are visible (I2).
     *
     * @param fromMicros capture time, µs since 1970-01-01, included
     * @param toMicros included
     * @return empty if nothing is known of the day
     */
    public Optional<DaySegments> segments(StreamId stream, long fromMicros, long toMicros) {
        List<SegmentRecord.Announced> all = segmentsOf(stream);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<SegmentRecord.Announced> within = all.stream()
                .filter(segment -> segment.runs().stream()
                        .anyMatch(run -> run.firstTimeMicros() <= toMicros && run.lastTimeMicros() >= fromMicros))
                .toList();
        return Optional.of(new DaySegments(stream.day(), Revision.of(all), within));
    }

    /** A day's timeline with its events; empty if nothing is known of the day. */
    public Optional<Timeline> timeline(StreamId stream) {
        List<SegmentRecord.Announced> segments = segmentsOf(stream);
        List<Timeline.Event> events = events(stream, 0, Long.MAX_VALUE);
        if (segments.isEmpty() && events.isEmpty()) {
            return Optional.empty();
        }
        LostOfDay lost = stores.sealing(stream)
                .flatMap(DaySealing::completeness)
                .map(LostOfDay::of)
                .orElse(LostOfDay.NOTHING);
        String revision = Revision.of(segments) + "." + events.size() + lost.name();
        return Optional.of(new TimelineOfDay(stream.day(), revision, segments, lost).with(events));
    }

    /** Events of a stream by capture time; both ends included. */
    public List<Timeline.Event> events(StreamId stream, long fromMicros, long toMicros) {
        return stores.events(stream, fromMicros, toMicros).stream()
                .map(event -> new Timeline.Event(
                        stream.day(),
                        instant(event.timeMicros()),
                        event.run(),
                        event.counter(),
                        event.track(),
                        EventType.of(event.body()),
                        event.body(),
                        event.archived()))
                .toList();
    }

    /** Days of a device in which events are kept, oldest first. */
    public List<StreamId> streamsWithEvents(DeviceId device) {
        return stores.streamsWithEvents(device);
    }

    private List<SegmentRecord.Announced> segmentsOf(StreamId stream) {
        return Visibility.ordered(stores.segments(stream));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
