package io.dayreel.benchmarks.cloud;

import java.util.Locale;

/** The services, in the order in which they are started. */
public enum Service {
    INDEXER,
    SYNC,
    STREAMER,
    WRITER,
    INGEST;

    /** Its folder in the repository. */
    public String moduleName() {
        return shortName() + "-service";
    }

    /** How tables call it. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
