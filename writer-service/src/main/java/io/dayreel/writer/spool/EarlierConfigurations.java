package io.dayreel.writer.spool;

import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** Configurations in stored segments of a stream that somebody else wrote, or this writer before its partition went. */
public interface EarlierConfigurations {
    /** Begins to look for those of a run, and does not wait. */
    Search search(StreamId stream, int run);

    /** A look-up under way. */
    interface Search {
        /**
         * What was found, oldest first; waits a moment unless the store is known to be slow or away.
         *
         * @return empty if the store has not answered
         */
        Optional<List<StoredConfiguration>> await();
    }
}
