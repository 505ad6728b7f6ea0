package io.dayreel.writer.spool;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams of a partition that were lately heard of, and the latest day of each of its devices. Not thread-safe. */
final class StreamSpools {
    private static final long LATE_AFTER_DAY_MILLIS =
            Duration.ofDays(1).plusMinutes(10).toMillis();

    private final EarlierConfigurations earlier;
    private final Map<String, StreamSpool> byName = new HashMap<>();
    private final Map<DeviceId, Day> latestDays = new HashMap<>();

    StreamSpools(EarlierConfigurations earlier) {
        this.earlier = earlier;
    }

    /** A snapshot, so that streams may come and go meanwhile. */
    Collection<StreamSpool> all() {
        return List.copyOf(byName.values());
    }

    /** @throws IllegalArgumentException if that is no name of a stream */
    StreamSpool named(String name) {
        StreamSpool known = byName.get(name);
        return known == null ? add(StreamId.parse(name)) : known;
    }

    StreamSpool sameDeviceOn(StreamId stream, int day) {
        StreamId other = stream.deviceId().on(new Day(day));
        StreamSpool known = byName.get(other.toString());
        return known == null ? add(other) : known;
    }

    private StreamSpool add(StreamId stream) {
        StreamSpool spool = new StreamSpool(stream, earlier);
        byName.put(stream.toString(), spool);
        return spool;
    }

    /** Notes that a device sent frames of a day: earlier days of it end soon. */
    void deviceSentDay(StreamId stream, long earlierDaysEndAtMillis) {
        if (!stream.day().isCalendarDay()) {
            return;
        }
        DeviceId device = stream.deviceId();
        Day latest = latestDays.get(device);
        if (latest == null || latest.compareTo(stream.day()) < 0) {
            latestDays.put(device, stream.day());
            for (StreamSpool spool : new ArrayList<>(byName.values())) {
                if (spool.stream().deviceId().equals(device)
                        && spool.stream().day().compareTo(stream.day()) < 0) {
                    spool.dayEndsAt(earlierDaysEndAtMillis);
                }
            }
        }
    }

    /** Whether the stream's day was over when a record of it was received. */
    boolean isLate(StreamId stream, long receivedMillis) {
        if (!stream.day().isCalendarDay()) {
            return false;
        }
        Day latest = latestDays.getOrDefault(stream.deviceId(), stream.day());
        return latest.compareTo(stream.day()) > 0
                || receivedMillis > stream.day().start().toEpochMilli() + LATE_AFTER_DAY_MILLIS;
    }

    /** Forgets streams, and the devices that none of the rest is of. */
    void forgetIdleSince(long timeMillis) {
        if (byName.values().removeIf(spool -> spool.isIdleSince(timeMillis))) {
            latestDays.keySet().removeIf(device -> byName.values().stream()
                    .noneMatch(spool -> spool.stream().deviceId().equals(device)));
        }
    }
}
