package io.dayreel.benchmarks.load;

import java.util.List;

/**
 * What the load generator shall do once, as one line of JSON.
 *
 * @param port where devices connect to on the loopback address
 * @param path of the device WebSocket; {@code ?device=NAME} is added
 * @param viewerPort where viewers connect to; 0 without viewers
 * @param day days since 1970-01-01
 * @param run of all devices
 * @param bitsPerSecond of each device's pictures
 * @param firstMessage number of the first message; those before it were sent by earlier orders
 * @param warmUpMessages of each device, before the measurement begins
 * @param messages of each device that are measured
 * @param paced on a fixed schedule of one message per device and 50 ms; otherwise as fast as acknowledged
 * @param endOfRun whether a frame that ends the run follows
 * @param devices who sends
 * @param viewers who watches live, by device
 */
public record LoadOrder(
        int port,
        String path,
        int viewerPort,
        int day,
        int run,
        int bitsPerSecond,
        long firstMessage,
        long warmUpMessages,
        long messages,
        boolean paced,
        boolean endOfRun,
        List<Party> devices,
        List<Party> viewers) {

    /** A device by name, and a token that is good for sending as it or for watching it. */
    public record Party(String device, String token) {}

    public LoadOrder {
        if (devices.isEmpty() || messages < 1 || warmUpMessages < 0 || firstMessage < 0) {
            throw new IllegalArgumentException("an order needs devices and messages");
        }
        devices = List.copyOf(devices);
        viewers = List.copyOf(viewers);
    }

    /** The message after the last one. */
    public long endMessage() {
        return firstMessage + warmUpMessages + messages;
    }

    /** The first message that is measured. */
    public long firstMeasured() {
        return firstMessage + warmUpMessages;
    }
}
