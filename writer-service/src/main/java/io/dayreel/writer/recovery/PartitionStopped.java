package io.dayreel.writer.recovery;

/** A partition cannot be consumed without losing or repeating frames unnoticed: somebody must act, the message says how. */
public final class PartitionStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartitionStopped(String message) {
        super(message);
    }
}
