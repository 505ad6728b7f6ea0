package io.dayreel.ingest.fleet;

import io.dayreel.protocol.stream.DeviceId;
import java.net.URI;

/** The address of one instance, as its devices are told it. */
public record DeviceAddress(URI ingest) {
    public DeviceAddress {
        String scheme = ingest.getScheme();
        boolean webSocket = "ws".equals(scheme) || "wss".equals(scheme);
        if (!webSocket || ingest.getHost() == null || ingest.getQuery() != null || ingest.getFragment() != null) {
            throw new IllegalArgumentException("dayreel.ingest.public-address is like"
                    + " wss://ingest-1.example.org/v1/ingest, without a query, not '" + ingest + "'");
        }
    }

    /** @throws IllegalArgumentException unless it is a WebSocket's address */
    public static DeviceAddress of(String text) {
        return new DeviceAddress(URI.create(text));
    }

    /** With the device's name, which a token for several devices needs; names need no escaping. */
    public String of(DeviceId device) {
        return ingest + "?device=" + device.device();
    }
}
