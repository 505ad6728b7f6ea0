package io.dayreel.contracts.device;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How durable an acknowledged frame is (I1), weakest first. A level includes those before it. */
public enum Level {
    /** Kafka took it. */
    @JsonProperty("received")
    RECEIVED,
    /** On at least two in-sync replicas, without unclean leader election. */
    @JsonProperty("replicated")
    REPLICATED,
    /** In object storage, announced. */
    @JsonProperty("archived")
    ARCHIVED;

    public boolean includes(Level other) {
        return compareTo(other) >= 0;
    }
}
