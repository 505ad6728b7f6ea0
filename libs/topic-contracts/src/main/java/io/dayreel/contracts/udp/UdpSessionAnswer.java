package io.dayreel.contracts.udp;

import java.time.Instant;

/**
 * Answer to {@code POST /v1/udp-sessions}. A device keeps it in memory only, uses it in one process, and opens a new
 * session at two thirds of the time until {@code expires}.
 *
 * @param session 16 hex digits
 * @param deviceKey what the device seals with
 * @param serverSecret what the keys of the server's processes are derived from
 * @param host where to send, by the device's view
 * @param maxDatagram bytes
 */
public record UdpSessionAnswer(
        String session,
        int epoch,
        String cipher,
        byte[] deviceKey,
        byte[] serverSecret,
        String host,
        int port,
        Instant expires,
        int maxDatagram,
        int maxMessageBytes) {}
