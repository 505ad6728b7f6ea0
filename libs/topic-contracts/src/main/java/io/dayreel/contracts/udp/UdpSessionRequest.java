package io.dayreel.contracts.udp;

import java.util.List;
import java.util.Objects;

/**
 * Body of {@code POST /v1/udp-sessions}.
 *
 * @param cipher those that the device has, best first
 */
public record UdpSessionRequest(String device, List<String> cipher) {
    public UdpSessionRequest {
        cipher = cipher == null
                ? List.of()
                : cipher.stream().filter(Objects::nonNull).toList();
    }
}
