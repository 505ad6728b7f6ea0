package io.dayreel.datagrams.packet;

/**
 * A datagram that is not taken. The only exception that reading datagrams throws, whatever the bytes are. Stackless,
 * because bad packets are ordinary and can come fast.
 */
public final class DatagramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DropReason reason;

    public DatagramException(DropReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public DropReason reason() {
        return reason;
    }
}
