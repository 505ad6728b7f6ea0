package io.dayreel.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests since it was made, by operation and outcome, and puts by reason. Counters only grow. Up to {@value
 * #MAX_REASONS} reasons are told apart; puts for any further are counted as {@code other}.
 */
public final class StoreRequestCounts implements StoreRequests {
    private static final int MAX_REASONS = 32;

    private final Map<Request, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<PutReason, LongAdder> puts = new ConcurrentHashMap<>();
    private final Map<PutReason, LongAdder> putBytes = new ConcurrentHashMap<>();

    @Override
    public void answered(StoreOperation operation, Outcome outcome, long durationNanos) {
        add(requests, new Request(operation, outcome), 1);
    }

    @Override
    public void put(StoreOperation operation, PutReason reason, long bytes, Outcome outcome, long durationNanos) {
        answered(operation, outcome, durationNanos);
        PutReason counted = puts.containsKey(reason) || puts.size() < MAX_REASONS ? reason : PutReason.OTHER;
        add(puts, counted, 1);
        if (outcome == Outcome.DONE) {
            add(putBytes, counted, bytes);
        }
    }

    /** Requests of a kind, however they ended. */
    public long requests(StoreOperation operation) {
        long sum = 0;
        for (Outcome outcome : Outcome.values()) {
            sum += requests(operation, outcome);
        }
        return sum;
    }

    public long requests(StoreOperation operation, Outcome outcome) {
        return sum(requests, new Request(operation, outcome));
    }

    /** Puts of any kind for a reason, however they ended. */
    public long puts(PutReason reason) {
        return sum(puts, reason);
    }

    /** Bytes of the puts for a reason that were done. */
    public long bytesPut(PutReason reason) {
        return sum(putBytes, reason);
    }

    /** Reasons that occurred so far. */
    public Set<PutReason> reasons() {
        return Set.copyOf(puts.keySet());
    }

    private static <K> void add(Map<K, LongAdder> counters, K key, long amount) {
        counters.computeIfAbsent(key, k -> new LongAdder()).add(amount);
    }

    private static <K> long sum(Map<K, LongAdder> counters, K key) {
        LongAdder counter = counters.get(key);
        return counter == null ? 0 : counter.sum();
    }

    private record Request(StoreOperation operation, Outcome outcome) {}
}
