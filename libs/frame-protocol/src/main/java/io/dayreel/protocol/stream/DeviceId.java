package io.dayreel.protocol.stream;

/**
 * A device of a tenant.
 *
 * @param tenant matches {@code [a-z0-9][a-z0-9_-]{0,62}}
 * @param device likewise
 */
public record DeviceId(String tenant, String device) implements Comparable<DeviceId> {
    public DeviceId {
        Names.require("tenant", tenant);
        Names.require("device", device);
    }

    /** @throws IllegalArgumentException unless the text is {@code tenant/device} */
    public static DeviceId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a device is named tenant/device, not '" + text + "'");
        }
        return new DeviceId(text.substring(0, slash), text.substring(slash + 1));
    }

    public StreamId on(Day day) {
        return new StreamId(tenant, device, day);
    }

    @Override
    public int compareTo(DeviceId other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : device.compareTo(other.device);
    }

    /** {@code tenant/device}: what the partition of every stream topic is computed from. */
    @Override
    public String toString() {
        return tenant + "/" + device;
    }
}
