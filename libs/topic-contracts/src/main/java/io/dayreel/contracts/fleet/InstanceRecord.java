package io.dayreel.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * Value of the topic {@code instances}. Keys are {@code report/instance} and {@code order/instance}, so that the newest
 * of each is kept. Both are good until their time is over; then they mean nothing.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InstanceRecord.Report.class, name = "report"),
    @JsonSubTypes.Type(value = InstanceRecord.Order.class, name = "order")
})
public sealed interface InstanceRecord {
    /** Name of the instance that it is about. */
    String instance();

    /** When the instance started: with its name it names the process. */
    long startedMillis();

    /** Until when it is good. */
    long untilMillis();

    /** Its key in the topic. */
    String key();

    /**
     * What an instance says of itself.
     *
     * @param address where devices reach this instance and no other, {@code wss://host/v1/ingest}; absent where they
     *     cannot choose
     * @param zone what fails together; empty if unknown
     * @param capacity what it can carry
     * @param load what it carries
     */
    record Report(
            String instance,
            long startedMillis,
            Optional<String> address,
            String zone,
            Load capacity,
            Load load,
            State state,
            long untilMillis)
            implements InstanceRecord {
        public Report {
            address = address == null ? Optional.empty() : address;
            zone = zone == null ? "" : zone;
        }

        @Override
        public String key() {
            return "report/" + instance;
        }
    }

    /**
     * What the planner wants of an instance: no new devices, for its own are led away. When it is no longer renewed the
     * instance takes devices again.
     *
     * @param planner the instance that plans
     */
    record Order(String instance, long startedMillis, String planner, long untilMillis) implements InstanceRecord {
        @Override
        public String key() {
            return "order/" + instance;
        }
    }

    /** @param connections devices over WebSocket; @param bytesPerSecond of frames */
    record Load(int connections, long bytesPerSecond) {
        public Load {
            if (connections < 0 || bytesPerSecond < 0) {
                throw new IllegalArgumentException("a load of " + connections + " connections, " + bytesPerSecond
                        + " bytes per second: neither can be negative");
            }
        }
    }

    /** Where an instance is in its life. */
    enum State {
        /** Takes devices. */
        SERVING,
        /** Takes no more devices, and has some yet. */
        DRAINING,
        /** Has no devices and takes none: it may stop. */
        DRAINED,
        /** It was told to stop, or has stopped. */
        STOPPING
    }
}
