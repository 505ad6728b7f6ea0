package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.segments.SegmentRecord;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32C;

/** A short name of a set of segments: the same on every instance, another as soon as a segment comes or goes (I7). */
public final class Revision {
    private Revision() {}

    public static String of(Collection<SegmentRecord.Announced> segments) {
        CRC32C crc = new CRC32C();
        segments.stream().map(SegmentRecord.Announced::key).sorted().forEach(key -> {
            crc.update(key.getBytes(StandardCharsets.UTF_8));
            crc.update('\n');
        });
        return segments.size() + "-" + String.format("%08x", crc.getValue());
    }
}
