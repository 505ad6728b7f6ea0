package io.dayreel.writer.announce;

import java.util.List;
import java.util.Map;

/** How a transaction ended. */
public sealed interface AnnounceOutcome {
    /**
     * Announcements and offsets are committed.
     *
     * @param offsets in {@code segments}, per partition in the order of its announcements
     */
    record Announced(Map<Integer, List<Long>> offsets) implements AnnounceOutcome {}

    /** Nothing was announced and no offset moved; as long as the partitions are not taken away it may be repeated. */
    record Refused(String reason) implements AnnounceOutcome {}

    /** It is not known whether it was committed: the partitions have to be begun anew from what Kafka says. */
    record Unknown(String reason) implements AnnounceOutcome {}
}
