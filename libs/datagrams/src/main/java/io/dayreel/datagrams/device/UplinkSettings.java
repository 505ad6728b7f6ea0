package io.dayreel.datagrams.device;

import java.time.Duration;

/**
 * @param latencyBudget how long a message is sent and resent before it is left to TCP
 * @param maxQueuedBytes messages offered and not yet finished; more are refused
 */
public record UplinkSettings(Duration latencyBudget, long maxQueuedBytes) {
    public static final UplinkSettings DEFAULT = new UplinkSettings(Duration.ofMillis(1500), 4 << 20);

    public UplinkSettings {
        if (latencyBudget.isNegative() || latencyBudget.isZero() || maxQueuedBytes < 1) {
            throw new IllegalArgumentException("latency budget and queue are positive");
        }
    }
}
