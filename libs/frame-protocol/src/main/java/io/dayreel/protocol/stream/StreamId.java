package io.dayreel.protocol.stream;

/**
 * One device's one UTC day: the Kafka key, the storage prefix, the unit of completeness, retention and proof (A4).
 *
 * @param tenant matches {@code [a-z0-9][a-z0-9_-]{0,62}}
 * @param device likewise
 */
public record StreamId(String tenant, String device, Day day) implements Comparable<StreamId> {
    public StreamId {
        Names.require("tenant", tenant);
        Names.require("device", device);
        if (day == null) {
            throw new IllegalArgumentException("a stream has a day");
        }
    }

    /** @throws IllegalArgumentException unless the text is {@code tenant/device/day} */
    public static StreamId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a stream is named tenant/device/day, not '" + text + "'");
        }
        return new StreamId(parts[0], parts[1], Day.parse(parts[2]));
    }

    public DeviceId deviceId() {
        return new DeviceId(tenant, device);
    }

    @Override
    public int compareTo(StreamId other) {
        int byDevice = deviceId().compareTo(other.deviceId());
        return byDevice != 0 ? byDevice : day.compareTo(other.day);
    }

    /** {@code tenant/device/yyyy-mm-dd}. */
    @Override
    public String toString() {
        return tenant + "/" + device + "/" + day;
    }
}
