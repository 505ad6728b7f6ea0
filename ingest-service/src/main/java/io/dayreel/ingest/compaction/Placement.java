package io.dayreel.ingest.compaction;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where devices find room. Counts what it gives away, so that no instance is filled beyond the target by moves, whatever
 * order devices arrive in. Where no instance has an address of its own the proxy chooses: then there must be room at each
 * of them for all that are on their way. Not thread-safe.
 */
final class Placement {
    /** Names no instance: the proxy chooses. */
    static final String ANYWHERE = "";

    private static final Comparator<Bin> FULLEST =
            Comparator.comparingDouble(Bin::filling).reversed().thenComparing(bin -> bin.name());
    private static final Comparator<Bin> LEAST_FILLED =
            Comparator.comparingDouble(Bin::filling).thenComparing(bin -> bin.name());

    private final List<Bin> serving;
    private final boolean named;
    private final double target;
    private long unplaced;
    private long unplacedBytes;

    /** @param serving instances that take devices */
    Placement(List<Bin> serving, double target) {
        this.named = serving.stream().anyMatch(bin -> bin.instance().named());
        this.serving =
                named ? serving.stream().filter(bin -> bin.instance().named()).toList() : List.copyOf(serving);
        this.target = target;
    }

    /** Whether devices can be told where to go. */
    boolean isNamed() {
        return named;
    }

    /** A device is on its way to wherever the proxy leads it. */
    void expect(FleetDevice device) {
        unplaced++;
        unplacedBytes += device.bytesPerSecond();
    }

    /** Gives a device a place in the fullest instance that has room. @return its name, or {@link #ANYWHERE} */
    Optional<String> pack(FleetDevice device) {
        return named ? place(device, FULLEST) : anywhere(device);
    }

    /** Gives a device a place in the least filled instance. */
    Optional<String> relieve(FleetDevice device) {
        return named ? place(device, LEAST_FILLED) : Optional.empty();
    }

    private Optional<String> place(FleetDevice device, Comparator<Bin> first) {
        Optional<Bin> found = serving.stream()
                .filter(bin -> !bin.name().equals(device.instance()))
                .filter(bin -> bin.hasRoomFor(1 + unplaced, device.bytesPerSecond() + unplacedBytes, target))
                .min(first);
        found.ifPresent(bin -> bin.add(device));
        return found.map(Bin::name);
    }

    private Optional<String> anywhere(FleetDevice device) {
        boolean room = !serving.isEmpty()
                && serving.stream()
                        .allMatch(bin -> bin.hasRoomFor(1 + unplaced, device.bytesPerSecond() + unplacedBytes, target));
        if (!room) {
            return Optional.empty();
        }
        expect(device);
        return Optional.of(ANYWHERE);
    }

    /** Whether all devices of an instance would find room; counts them as if they had gone. */
    boolean takesAll(Bin emptied, List<FleetDevice> devices) {
        if (named) {
            return devices.stream().allMatch(device -> pack(device).isPresent());
        }
        // A proxy spreads them; each move is still checked for itself.
        int instances = serving.size();
        return instances > 0
                && serving.stream()
                        .allMatch(bin -> bin.hasRoomFor(
                                share(emptied.connections(), instances),
                                share(emptied.bytesPerSecond(), instances),
                                target));
    }

    private static long share(long whole, int parts) {
        return (whole + parts - 1) / parts;
    }
}
