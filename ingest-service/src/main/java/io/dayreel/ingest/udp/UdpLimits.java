package io.dayreel.ingest.udp;

import io.dayreel.datagrams.server.ServerLimits;

/**
 * @param session what one session may have unfinished
 * @param reassemblyBytes unfinished messages of all sessions
 * @param packetsPerSecond of one session
 * @param packetsPerUnknownSource likewise of a source that no session answers to
 * @param unconfirmedBytes of one session, handed to Kafka
 */
public record UdpLimits(
        ServerLimits session,
        long reassemblyBytes,
        int packetsPerSecond,
        int packetsPerUnknownSource,
        long unconfirmedBytes) {}
