package io.dayreel.indexer.sealing;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.store.ObjectStore;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** What sealing needs of the service. */
public interface SealingSurroundings {
    /** What this instance owns. */
    CatalogueStores owned();

    /** Asks Kafka, and waits a bounded time. @throws IllegalStateException if it does not answer */
    CommittedFrames committedFrames();

    ObjectStore store();

    InstantSource clock();

    /** Name of this instance, for announcements. */
    String instance();

    /** Writes to the topic {@code segments}. @return done once Kafka confirmed it */
    CompletableFuture<Void> send(SegmentRecord record);
}
