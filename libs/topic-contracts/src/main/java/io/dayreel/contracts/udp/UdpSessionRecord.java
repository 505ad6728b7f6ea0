package io.dayreel.contracts.udp;

/**
 * Value of the topic {@code udp-sessions}, under the session's number as 16 hex digits. The keys are not in it: every
 * instance derives them.
 *
 * @param cipher {@code chacha20-poly1305} or {@code aes-128-gcm}
 * @param epoch of the keys, 0–65535
 */
public record UdpSessionRecord(String tenant, String device, String cipher, int epoch, long expiresMillis) {}
