package io.dayreel.store;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is stored, by tenant, device and day. Objects that are no part of a stream are passed over: their first part begins
 * with {@code _}, which no tenant's name does. Holds no state; listings are read page by page.
 */
public final class StoredStreams {
    private final ObjectStore store;

    public StoredStreams(ObjectStore store) {
        this.store = store;
    }

    /** What every object key of a stream begins with. */
    public static String prefix(StreamId stream) {
        return stream + "/";
    }

    /** What every object key of a device begins with. */
    public static String prefix(DeviceId device) {
        return device + "/";
    }

    /** Tenants that have stored objects, in order. */
    public List<String> tenants() {
        List<String> tenants = new ArrayList<>();
        for (String prefix : store.allPrefixes("")) {
            String name = prefix.substring(0, prefix.length() - 1);
            valid(name, text -> new DeviceId(text, "any")).ifPresent(device -> tenants.add(device.tenant()));
        }
        return tenants;
    }

    /** Calls back for each device of a tenant that has stored objects, in order, holding one page at a time. */
    public void forEachDevice(String tenant, Consumer<DeviceId> consumer) {
        for (String prefix : store.allPrefixes(tenant + "/")) {
            valid(prefix.substring(0, prefix.length() - 1), DeviceId::parse).ifPresent(consumer);
        }
    }

    /** Days of a device that have stored objects, in order; uploaded videos come last. */
    public List<Day> days(DeviceId device) {
        List<Day> days = new ArrayList<>();
        for (String prefix : store.allPrefixes(prefix(device))) {
            valid(prefix.substring(0, prefix.length() - 1), StreamId::parse)
                    .ifPresent(stream -> days.add(stream.day()));
        }
        return days;
    }

    /** Calls back for each segment of a stream in the order of runs and first frames, holding one page at a time. */
    public void forEachSegment(StreamId stream, SegmentVisitor visitor) {
        for (ObjectSummary object : store.listAll(prefix(stream))) {
            SegmentKey.tryParse(object.key()).ifPresent(key -> visitor.visit(key, object));
        }
    }

    /** The manifest with the highest number. */
    public Optional<ManifestKey> latestManifest(StreamId stream) {
        Optional<ManifestKey> latest = Optional.empty();
        for (ObjectSummary object : store.listAll(prefix(stream) + "manifest-")) {
            Optional<ManifestKey> manifest = ManifestKey.tryParse(object.key());
            if (manifest.isPresent()
                    && (latest.isEmpty()
                            || manifest.get().number() > latest.get().number())) {
                latest = manifest;
            }
        }
        return latest;
    }

    private static <T> Optional<T> valid(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Sees one segment. */
    @FunctionalInterface
    public interface SegmentVisitor {
        void visit(SegmentKey key, ObjectSummary object);
    }
}
