package io.dayreel.contracts.udp;

import java.util.List;

/**
 * Body of {@code POST /v1/udp-sessions}.
 *
 * @param cipher those that the device has, best first
 */
public record UdpSessionRequest(String device, List<String> cipher) {
    public UdpSessionRequest {
        cipher = cipher == null ? List.of() : List.copyOf(cipher);
    }
}
