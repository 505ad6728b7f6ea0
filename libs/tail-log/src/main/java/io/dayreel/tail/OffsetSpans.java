package io.dayreel.tail;

import java.util.ArrayDeque;

/** Source offsets of the last announced segments of a stream; bounded, the oldest are dropped. Not thread-safe. */
final class OffsetSpans {
    private static final int MAX_SPANS = 256;

    private final ArrayDeque<long[]> spans = new ArrayDeque<>();

    void add(long first, long last) {
        spans.addLast(new long[] {first, last});
        if (spans.size() > MAX_SPANS) {
            spans.removeFirst();
        }
    }

    boolean contains(long offset) {
        for (long[] span : spans) {
            if (span[0] <= offset && offset <= span[1]) {
                return true;
            }
        }
        return false;
    }
}
