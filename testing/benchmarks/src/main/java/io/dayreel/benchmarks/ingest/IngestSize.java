package io.dayreel.benchmarks.ingest;

/**
 * How much a round sends.
 *
 * @param devices at once
 * @param warmUpMessages of each device, not measured
 * @param messages of each device
 * @param messageBytes mean size
 */
public record IngestSize(int devices, long warmUpMessages, long messages, int messageBytes) {

    /** About so many bytes in all, and so many before. */
    public static IngestSize of(int devices, long bytes, long warmUpBytes, int messageBytes) {
        long perMessage = (long) devices * messageBytes;
        return new IngestSize(
                devices, Math.max(1, warmUpBytes / perMessage), Math.max(1, bytes / perMessage), messageBytes);
    }

    /** Messages of all devices together. */
    public long allMessages() {
        return devices * messages;
    }

    /** Messages of all devices before the measurement. */
    public long allWarmUpMessages() {
        return devices * warmUpMessages;
    }
}
