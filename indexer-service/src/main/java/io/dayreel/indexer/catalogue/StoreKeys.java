package io.dayreel.indexer.catalogue;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.Map;

/**
 * Keys of the stores. All begin with {@code tenant/device}, so that they sort by device and day and so that their
 * partition is the device's.
 *
 * <pre>
 *  days       tenant/device/day
 *  segments   tenant/device/day/object name
 *  events     tenant/device/day/time/run/counter     time 20 digits, run 5, counter 10
 *  ended      tenant/device/day/run                  run 5 digits
 * </pre>
 */
public final class StoreKeys {
    /** Sorts behind every character that a key can continue with. */
    private static final char END = '\uffff';

    private StoreKeys() {}

    public static String day(StreamId stream) {
        return stream.toString();
    }

    /** A segment's key is its object key, which begins with the stream. */
    public static String segment(String objectKey) {
        return objectKey;
    }

    public static String event(StreamId stream, long timeMicros, int run, long counter) {
        return stream + "/" + String.format("%020d/%05d/%010d", Math.max(0, timeMicros), run, counter);
    }

    public static String run(StreamId stream, int run) {
        return stream + "/" + String.format("%05d", run);
    }

    /** The stream and run that a key of {@link #run(StreamId, int)} names. */
    public static Map.Entry<StreamId, Integer> run(String key) {
        int slash = key.lastIndexOf('/');
        return Map.entry(StreamId.parse(key.substring(0, slash)), Integer.parseInt(key.substring(slash + 1)));
    }

    /** From where a scan over a device's keys starts. */
    public static String from(DeviceId device) {
        return device + "/";
    }

    public static String to(DeviceId device) {
        return device + "/" + END;
    }

    public static String from(StreamId stream) {
        return stream + "/";
    }

    public static String to(StreamId stream) {
        return stream + "/" + END;
    }

    /** From where a scan over a stream's events starts, at a capture time in µs. */
    public static String eventsFrom(StreamId stream, long timeMicros) {
        return stream + "/" + String.format("%020d", Math.max(0, timeMicros));
    }

    public static String from(String tenant) {
        return tenant + "/";
    }

    public static String to(String tenant) {
        return tenant + "/" + END;
    }
}
