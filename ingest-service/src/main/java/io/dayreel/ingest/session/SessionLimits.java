package io.dayreel.ingest.session;

import java.time.Duration;

/**
 * @param windowMessages messages that may be unacknowledged before the socket is no longer read
 * @param windowBytes likewise in bytes
 * @param idle without any sign of life the connection is closed (4408)
 * @param hello within which the first message must be hello
 * @param archiveRecheck how often the index is asked about frames that wait to be archived
 * @param courtesy how long a device that was told to connect elsewhere may take to close
 */
public record SessionLimits(
        int windowMessages,
        long windowBytes,
        Duration idle,
        Duration hello,
        Duration archiveRecheck,
        Duration courtesy) {}
