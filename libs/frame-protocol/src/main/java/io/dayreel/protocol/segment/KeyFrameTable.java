package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where in a segment which frames are, coarsely: its extents and their key frames. A few bytes per group of pictures,
 * so that it travels in the announcement and media bytes need not be touched to answer a question (I10). Immutable.
 */
public final class KeyFrameTable {
    private final List<Extent> extents;

    /** @param extents in the order of their first bytes */
    public KeyFrameTable(List<Extent> extents) {
        this.extents = List.copyOf(extents);
    }

    /** In the order of their first bytes. */
    public List<Extent> extents() {
        return extents;
    }

    /** Extents that may hold counters {@code first} to {@code last} of a run. */
    public List<Extent> overlappingCounters(int run, long first, long last) {
        return extents.stream()
                .filter(extent -> extent.run() == run && extent.overlapsCounters(first, last))
                .toList();
    }

    /** Extents that may hold frames of times {@code fromMicros} to {@code toMicros}, both included, of any run. */
    public List<Extent> overlappingTimes(long fromMicros, long toMicros) {
        return extents.stream()
                .filter(extent -> extent.overlapsTimes(fromMicros, toMicros))
                .toList();
    }

    /**
     * The one stretch of the object to fetch for counters of a run, with the key frames that they need.
     *
     * @return empty range if nothing overlaps
     */
    public ByteRange bytesForCounters(int run, long first, long last) {
        return span(overlappingCounters(run, first, last).stream().map(extent -> extent.bytesForCounters(first, last)));
    }

    /** The one stretch of the object to fetch for times, likewise. */
    public ByteRange bytesForTimes(long fromMicros, long toMicros) {
        return span(overlappingTimes(fromMicros, toMicros).stream()
                .map(extent -> extent.bytesForTimes(fromMicros, toMicros)));
    }

    private static ByteRange span(Stream<ByteRange> parts) {
        return parts.reduce(KeyFrameTable::span).orElse(new ByteRange(0, 0));
    }

    private static ByteRange span(ByteRange a, ByteRange b) {
        long from = Math.min(a.offset(), b.offset());
        return new ByteRange(from, Math.max(a.end(), b.end()) - from);
    }

    /** As in footer section 2 and in announcements. */
    public byte[] encode() {
        return KeyFrameTableCoding.encode(this);
    }

    /** @throws FrameException (SEGMENT) if the bytes are no such table; memory is bounded by their number */
    public static KeyFrameTable decode(byte[] bytes) {
        return KeyFrameTableCoding.decode(ByteBuffer.wrap(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyFrameTable that && extents.equals(that.extents);
    }

    @Override
    public int hashCode() {
        return extents.hashCode();
    }

    @Override
    public String toString() {
        return extents.toString();
    }
}
