package io.dayreel.systemtests.cloud;

import java.net.URI;

/** A running installation as its users see it. */
public interface Cloud extends AutoCloseable {
    URI ingest();

    URI streamer();

    URI indexer();

    URI sync();

    Tokens tokens();

    @Override
    void close();
}
