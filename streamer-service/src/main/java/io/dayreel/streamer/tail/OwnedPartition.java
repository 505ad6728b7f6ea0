package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.StreamId;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The tail of one partition and how far it is filled. Thread-safe. */
final class OwnedPartition {
    private static final int MAX_KEPT_KEYS = 10_000;

    private final int number;
    private final TailLog log;
    private final Map<String, StreamId> streamsByKey = new ConcurrentHashMap<>();
    private volatile boolean liveReached;
    private volatile boolean filled;
    private volatile boolean lost;
    private volatile long fillNext;
    private volatile long liveStart;

    OwnedPartition(int number, TailLog log) {
        this.number = number;
        this.log = log;
    }

    int number() {
        return number;
    }

    TailLog log() {
        return log;
    }

    /** Adds what comes in at the live end, once the tail is complete under the eyes of {@code wakes}. @return its stream */
    StreamId append(ConsumerRecord<String, byte[]> source, ViewerWakes wakes) throws IOException {
        TailRecord item = recordOf(source);
        if (isComplete()) {
            wakes.arriving(log, item);
        }
        log.append(item);
        return item.stream();
    }

    /** Fills in what came before. @return its stream */
    StreamId append(ConsumerRecord<String, byte[]> source) throws IOException {
        TailRecord item = recordOf(source);
        log.append(item);
        return item.stream();
    }

    private TailRecord recordOf(ConsumerRecord<String, byte[]> source) {
        return new TailRecord(streamOf(source.key()), source.offset(), source.timestamp(), source.value());
    }

    /** Parsing every record's key was a quarter of the reading; a partition has few streams, so they are kept. */
    private StreamId streamOf(String key) {
        StreamId known = streamsByKey.get(key);
        if (known != null) {
            return known;
        }
        if (streamsByKey.size() >= MAX_KEPT_KEYS) {
            streamsByKey.clear();
        }
        StreamId parsed = StreamId.parse(key);
        streamsByKey.put(key, parsed);
        return parsed;
    }

    void startsLiveAt(long offset) {
        liveStart = offset;
    }

    long liveStart() {
        return liveStart;
    }

    void reachLive() {
        liveReached = true;
    }

    boolean isLiveReached() {
        return liveReached;
    }

    void fillProgress(long next) {
        fillNext = next;
    }

    void filled() {
        filled = true;
    }

    /** Whether everything that is not archived is here. */
    boolean isComplete() {
        return filled && liveReached;
    }

    /** Records that are still to be filled in. */
    long fillLag() {
        return filled ? 0 : Math.max(1, liveStart - fillNext);
    }

    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }
}
