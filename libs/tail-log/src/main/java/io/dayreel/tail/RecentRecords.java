package io.dayreel.tail;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The newest records in memory, up to a number of bytes; beyond it the oldest are dropped. Not thread-safe. */
final class RecentRecords {
    private final long maxBytes;
    private final Map<Long, byte[]> byOffset = new HashMap<>();
    private final ArrayDeque<Long> order = new ArrayDeque<>();
    private long bytes;

    RecentRecords(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(long offset, byte[] message) {
        if (message.length > maxBytes || byOffset.putIfAbsent(offset, message) != null) {
            return;
        }
        order.add(offset);
        bytes += message.length;
        while (bytes > maxBytes) {
            bytes -= byOffset.remove(order.remove()).length;
        }
    }

    Optional<byte[]> find(long offset) {
        return Optional.ofNullable(byOffset.get(offset));
    }
}
