package io.dayreel.protocol.stream;

/**
 * A frame's place within its stream.
 *
 * @param run 0–65535
 * @param counter 0–4294967295
 */
public record FramePosition(int run, long counter) implements Comparable<FramePosition> {
    public FramePosition {
        if (run < 0 || run > 0xFFFF || counter < 0 || counter > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("frame position " + run + ":" + counter);
        }
    }

    /** Run and counter in one long that sorts like the position. */
    public long packed() {
        return ((long) run << 32) | counter;
    }

    public static FramePosition unpacked(long packed) {
        return new FramePosition((int) (packed >>> 32), packed & 0xFFFF_FFFFL);
    }

    @Override
    public int compareTo(FramePosition other) {
        return Long.compare(packed(), other.packed());
    }

    /** {@code run:counter}. */
    @Override
    public String toString() {
        return run + ":" + counter;
    }
}
