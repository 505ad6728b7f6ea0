package io.dayreel.access;

import io.dayreel.protocol.stream.DeviceId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The devices of one tenant that a token is good for.
 *
 * @param all whether it is good for every device, also for those to come
 * @param names the devices otherwise; empty if {@code all}
 */
public record DeviceScope(boolean all, Set<String> names) {
    private static final String ALL = "*";

    public DeviceScope {
        names = Set.copyOf(names);
        names.forEach(name -> new DeviceId("tenant", name));
        if (all != names.isEmpty()) {
            throw new IllegalArgumentException("a token names devices, or '*' alone for all");
        }
    }

    public static DeviceScope everyDevice() {
        return new DeviceScope(true, Set.of());
    }

    public static DeviceScope of(String... names) {
        return ofClaim(List.of(names));
    }

    /** @throws IllegalArgumentException unless it is {@code ["*"]} or at least one valid device name */
    public static DeviceScope ofClaim(Collection<String> claim) {
        return claim.size() == 1 && claim.contains(ALL) ? everyDevice() : new DeviceScope(false, Set.copyOf(claim));
    }

    public boolean includes(String device) {
        return all || names.contains(device);
    }

    /** As the claim {@code devices} carries it, sorted. */
    public List<String> claim() {
        return all ? List.of(ALL) : names.stream().sorted().toList();
    }
}
