package io.dayreel.protocol.segment;

import java.util.ArrayList;
import java.util.List;

/**
 * The index in its coded form (footer section 1), one entry per frame in stored order up to the end of the section.
 * u = unsigned LEB128, s = zigzag LEB128.
 *
 * <pre>
 * entry: s run step · s counter step · u offset step · s time step (µs) · u8 track · u8 type · u flags · u32 CRC
 * </pre>
 *
 * Steps are taken from the entry before, the first one's from 0. About 13 bytes per frame.
 */
final class IndexCoding {
    private static final int MIN_ENTRY = 11;

    private final LebWriter entries = new LebWriter();
    private IndexEntry previous = new IndexEntry(0, 0, 0, 0, 0, 0, 0, 0);

    void add(IndexEntry entry) {
        entries.signed(entry.run() - previous.run())
                .signed(entry.counter() - previous.counter())
                .unsigned(entry.offset() - previous.offset())
                .signed(entry.timeMicros() - previous.timeMicros())
                .u8(entry.track())
                .u8(entry.typeCode())
                .unsigned(entry.flags())
                .u32(entry.crc());
        previous = entry;
    }

    LebWriter encode() {
        return entries;
    }

    /** @param frameCount entries that there must be; at most as many as fit are allocated */
    static List<IndexEntry> decode(LebReader source, long frameCount) {
        List<IndexEntry> entries = new ArrayList<>((int) Math.min(frameCount, source.remaining() / MIN_ENTRY));
        long run = 0;
        long counter = 0;
        long offset = 0;
        long time = 0;
        while (source.hasMore()) {
            run += source.signed();
            counter += source.signed();
            offset += source.atMost(Long.MAX_VALUE - offset, "offset");
            time += source.signed();
            if (run < 0 || run > 0xFFFF || counter < 0 || counter > 0xFFFF_FFFFL) {
                throw source.wrong("an entry is out of range");
            }
            int track = source.u8();
            int type = source.u8();
            int flags = (int) source.atMost(0xFFFF, "flags");
            entries.add(new IndexEntry((int) run, counter, offset, time, track, type, flags, source.u32()));
        }
        if (entries.size() != frameCount) {
            throw source.wrong("it has " + entries.size() + " entries for " + frameCount + " frames");
        }
        return entries;
    }
}
