package io.dayreel.contracts.wishes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;

/** Value of the topic {@code repair-wishes}: why sync should look after a device's missing frames in another order. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RepairWish.Watched.class, name = "watched"),
    @JsonSubTypes.Type(value = RepairWish.Resend.class, name = "resend")
})
public sealed interface RepairWish {
    DeviceId device();

    /**
     * Somebody watches the device at an instance of the streamer, which says so again before the lease ends. That
     * nobody does any more is not said: the lease ends.
     *
     * @param untilMillis end of the lease, ms since 1970-01-01
     */
    record Watched(DeviceId device, String instance, long untilMillis) implements RepairWish {}

    /**
     * An operator wants missing frames asked for before all others.
     *
     * @param runs each run at most once; at most {@link #MAX_RANGES} ranges over all of them
     * @param request names this wish; repeats change nothing
     */
    record Resend(DeviceId device, Day day, List<WishedRun> runs, String request) implements RepairWish {
        /** Ranges of one wish. */
        public static final int MAX_RANGES = 500;

        public Resend {
            runs = List.copyOf(runs);
        }
    }

    /** Frames of one run. */
    record WishedRun(int run, CounterRanges ranges) {}
}
