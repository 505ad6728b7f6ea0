package io.dayreel.protocol.manifest;

import io.dayreel.protocol.segment.ByteSource;
import java.io.IOException;
import java.util.SortedMap;

/** The objects of one day: in a store, or copied into a directory. */
public interface DayFiles {
    /** Sizes by file name, the last part of an object's key. */
    SortedMap<String, Long> sizes() throws IOException;

    /** Opens one of them; the caller closes it. */
    ByteSource open(String name) throws IOException;
}
